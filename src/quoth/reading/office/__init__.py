"""What the Office formats have in common: Office Open XML packages, their charts, equations and symbol fonts."""
