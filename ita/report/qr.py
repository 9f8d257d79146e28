"""The live view as a QR code, for whoever sits in the hall."""

import io

import segno

_BORDER = 2


def qr_svg(address: str) -> str:
    """The address as an SVG element that scales, dark on light."""
    buffer = io.BytesIO()
    code = segno.make(address, error="m")
    code.save(
        buffer, kind="svg", border=_BORDER, xmldecl=False, svgns=True, omitsize=True,
        dark="#0F1822", light="#FFFFFF", title=address,
    )  # fmt: skip
    return buffer.getvalue().decode("utf-8")


def qr_png(address: str, scale: int = 12) -> bytes:
    """The address as a PNG, ``scale`` pixels a module."""
    buffer = io.BytesIO()
    segno.make(address, error="m").save(buffer, kind="png", border=_BORDER, scale=scale)
    return buffer.getvalue()
