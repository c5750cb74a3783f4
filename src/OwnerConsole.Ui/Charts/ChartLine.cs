namespace OwnerConsole.Ui.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Name">as it is read; a name that somebody typed stays as it is</param>
/// <param name="Values">one for each step; null where it isn't known, which is not 0</param>
public sealed record ChartLine(string Name, IReadOnlyList<decimal?> Values)
{
    /// <summary>What the others are held against: drawn behind them, in grey.</summary>
    public bool IsBefore { get; init; }

    /// <summary>By its place among the lines: its colour.</summary>
    public string Series(int at) => IsBefore ? "s-before" : $"s-{at + 1}";

    /// <summary>By its place: from the third on the dash tells it too, so that colour is never alone.</summary>
    public string Dash(int at) =>
        IsBefore ? "dash"
        : at > 1 ? $"dash-{at + 1}"
        : "";
}
