namespace OwnerConsole.Ui.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Displayed name, shown exactly as given.</param>
/// <param name="Values">One value per step; null when unknown, which is different from 0.</param>
public sealed record ChartLine(string Name, IReadOnlyList<decimal?> Values)
{
    /// <summary>Whether this is the comparison line, drawn in grey behind the others.</summary>
    public bool IsPreviousPeriod { get; init; }

    /// <summary>CSS class of the line's colour, by its index.</summary>
    public string Series(int at) => IsPreviousPeriod ? "s-before" : $"s-{at + 1}";

    /// <summary>CSS class of the line's dash pattern. From the third line on, the dash distinguishes lines in addition to colour.</summary>
    public string Dash(int at) =>
        IsPreviousPeriod ? "dash"
        : at > 1 ? $"dash-{at + 1}"
        : "";
}
