using System.Text.RegularExpressions;

namespace OwnerConsole.Pure.Alerts;

/// <summary>A condition on one label. A missing label has an empty value.</summary>
public sealed class LabelMatcher
{
    /// <summary>Maximum length of a value or pattern in UTF-16 code units.</summary>
    public const int MaxValue = 200;

    /// <summary>Patterns match in linear time, so only a slow machine needs longer.</summary>
    private static readonly TimeSpan s_maxTime = TimeSpan.FromSeconds(1);

    private readonly Regex? _pattern;

    private LabelMatcher(string label, MatchOperator comparison, string value, Regex? pattern) =>
        (Label, Operator, Value, _pattern) = (label, comparison, value, pattern);

    /// <summary>Name of the label.</summary>
    public string Label { get; }

    /// <summary>How the value is compared.</summary>
    public MatchOperator Operator { get; }

    /// <summary>Value or pattern that the label is compared with.</summary>
    public string Value { get; }

    /// <summary>Whether alerts without the label match.</summary>
    public bool AcceptsMissing => AcceptsText("");

    /// <param name="label">Name of the label.</param>
    /// <param name="comparison">How the value is compared.</param>
    /// <param name="value">Value, or a regular expression without lookarounds and backreferences.</param>
    /// <returns>Null if the label is empty, the value is too long, or the pattern is invalid.</returns>
    public static LabelMatcher? Find(string label, MatchOperator comparison, string value)
    {
        if (label.Length == 0 || value.Length > MaxValue)
            return null;
        if (comparison is MatchOperator.Is or MatchOperator.IsNot)
            return new(label, comparison, value, null);
        try
        {
            _ = Compile(value); // so that a parenthesis can't end the group below
            return new(label, comparison, value, Compile($"^(?:{value})\\z"));
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (NotSupportedException) // a construct that needs backtracking, or a pattern that is too large
        {
            return null;
        }
    }

    /// <param name="labels">Labels of an alert.</param>
    /// <returns>Whether the alert matches. Patterns that take too long don't match, so that the team is notified rather than not.</returns>
    public bool Accepts(LabelSet labels) => AcceptsText(labels[Label]);

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, s_maxTime);

    private bool AcceptsText(string text)
    {
        try
        {
            return Operator switch
            {
                MatchOperator.Is => text == Value,
                MatchOperator.IsNot => text != Value,
                MatchOperator.Matches => _pattern!.IsMatch(text), // set for this operator
                _ => !_pattern!.IsMatch(text), // set for this operator
            };
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
