import os

project = "The House"
author = "A. Writer"
language = "en"
html_theme = "furo"
