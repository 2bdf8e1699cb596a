code()
