"""The indicators of the assessment by their names, which stand for their numbers."""

import re

_NAMES = {
    "1": r"การปฏิบัติหน้าที่|performance of dut(?:y|ies)|duty performance",
    "2": r"การใช้งบประมาณ|(?:use|spending) of (?:the )?budget|budget (?:use|spending|utili[sz]ation)",
    "3": r"การใช้อำนาจ|(?:use|exercise) of (?:power|authority)",
    "4": r"การใช้ทรัพย์สิน(?:ของ(?:ทาง)?ราชการ)?"
    r"|use of (?:state|government|public|official)?(?:['’]s)? ?(?:property|assets)",
    "5": r"การแก้(?:ไข)?ปัญหาการทุจริต|(?:solving|tackling|handling|resolution) (?:of )?corruption(?: problems?)?"
    r"|corruption (?:problem[- ]solving|resolution)",
    "6": r"คุณภาพ(?:ใน)?การดำเนินงาน|quality of (?:work|operations?|performance|service)"
    r"|(?:operational|operation|work|service) quality",
    "7": r"ประสิทธิภาพ(?:ใน)?การสื่อสาร|(?:efficiency|effectiveness) of communications?"
    r"|communications? (?:efficiency|effectiveness)",
    "8": r"การปรับปรุง(?:ระบบ)?การทำงาน|improvement of (?:the )?(?:work(?:ing)?(?: systems?)?|systems?"
    r"|operations?)|(?:work|system|operational|process) improvement",
    "9": r"การเปิดเผยข้อมูล|disclosure of information|(?:information|data) disclosure",
    "10": r"การป้องกันการทุจริต|prevention of corruption|(?:corruption prevention|anti-corruption)",
}
INDICATOR_NAME = re.compile(
    "|".join(f"(?P<n{number}>{name})" for number, name in _NAMES.items()), re.IGNORECASE
)
