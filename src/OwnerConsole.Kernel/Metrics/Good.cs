namespace OwnerConsole.Kernel.Metrics;

/// <summary>Which way of a number is good news.</summary>
public enum Good
{
    Up,
    Down,
    Neither,
}
