using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Analytics.Cohorts;

/// <summary>Tenants of a cohort map: all, or those with one plan, source or country.</summary>
/// <param name="Dimension"><c>all</c>, <c>plan</c>, <c>source</c> or <c>country</c>.</param>
/// <param name="Value">Empty for all, and for tenants without a value.</param>
public sealed record CohortSegment(string Dimension, string Value)
{
    public static readonly CohortSegment All = new("all", "");

    private static readonly string[] s_dimensions = ["plan", "source", "country"];

    /// <summary>The segment as a query parameter, such as <c>plan:pro</c>; empty for all.</summary>
    public string Text => this == All ? "" : $"{Dimension}:{Value}";

    /// <exception cref="Problem">400: not a segment.</exception>
    public static CohortSegment Read(string name, string? text) =>
        text switch
        {
            null or "" or "all" => All,
            _ when text.Split(':', 2) is [var dimension, var value] && s_dimensions.Contains(dimension) => new(dimension, value),
            _ => throw Problem.Invalid(name, "must be all, or a plan, source or country such as plan:pro, source:search or country:DE."),
        };

    /// <param name="plans">Names of plans.</param>
    public string Label(IReadOnlyDictionary<string, string> plans) =>
        Dimension switch
        {
            "all" => "All tenants",
            "plan" => Value.Length == 0 ? "No plan" : $"Plan {plans.GetValueOrDefault(Value, Value)}",
            "source" => Value.Length == 0 ? "Unknown source" : $"Source {Value}",
            _ => Value.Length == 0 ? "Unknown country" : $"Country {Value}",
        };
}
