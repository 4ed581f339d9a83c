"""A number and its sentence to a figure: counted whom, measured how, said as what."""
