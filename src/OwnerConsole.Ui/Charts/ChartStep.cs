namespace OwnerConsole.Ui.Charts;

/// <summary>One place along a chart: an hour, a day, a month.</summary>
/// <param name="Says">in full, such as "Fri 20 Nov 2026"</param>
/// <param name="Brief">under the axis, such as "20 Nov"</param>
/// <param name="IsOpen">it isn't over, or the range cuts it: its values go on changing</param>
/// <param name="Rows">address of the rows behind it; null where there is none</param>
public sealed record ChartStep(string Says, string Brief, bool IsOpen, string? Rows);
