using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Checks the settings of rules that compare a metric with its past.</summary>
internal static class ComparisonCheck
{
    private const int MaxDeviations = 20,
        MinWeeks = 4,
        MaxWeeks = 8,
        MinPoints = 3;

    /// <param name="input">Normalized, of the kind change or anomaly.</param>
    /// <returns>Null if the settings can be saved.</returns>
    public static Refusal? FindProblem(AlertRuleInput input) =>
        input.Metric is null ? new("bad_metric", $"Select a metric.")
        : input.Kind is AlertRuleKind.Change ? FindChangeProblem(input)
        : FindAnomalyProblem(input);

    private static Refusal? FindChangeProblem(AlertRuleInput input) =>
        input.ThresholdValue is null or < 0 ? new("bad_threshold", $"The threshold must be a number of at least 0, such as 50.")
        : input.MinBaseValue is null or < 0 ? new("bad_min_base", $"The smallest earlier number must be a number of at least 0, such as 20.")
        : input is { MeasuredOver: MetricWindow.Week, ComparedWith: ChangeBase.DayAgo }
            ? new("bad_comparison", $"A period of 7 days can't be compared with a day ago, because both contain the same days. Select the period before.")
        : null;

    private static Refusal? FindAnomalyProblem(AlertRuleInput input) =>
        input.Deviations is < 1 or > MaxDeviations ? new("bad_deviations", $"The number of deviations must be between 1 and {MaxDeviations}.")
        : input.HistoryWeeks is < MinWeeks or > MaxWeeks ? new("bad_weeks", $"The number of weeks must be between {MinWeeks} and {MaxWeeks}.")
        : input.MinPoints < MinPoints || input.MinPoints > input.HistoryWeeks
            ? new("bad_points", $"The number of earlier numbers must be between {MinPoints} and the number of weeks.")
        : input.MinDifferenceValue is null or < 0 ? new("bad_min_difference", $"The smallest distance must be a number of at least 0, such as 10.")
        : null;
}
