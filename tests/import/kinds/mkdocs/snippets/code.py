# --8<-- [start:main]
main()
# --8<-- [end:main]
other()
