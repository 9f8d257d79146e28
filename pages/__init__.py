"""The screens: one folder a section; nothing else lies directly here (Streamlit would publish it)."""
