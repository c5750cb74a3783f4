namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Direction in which a change of a metric is good.</summary>
public enum GoodDirection
{
    Up,
    Down,
    Neither,
}
