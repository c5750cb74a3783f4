using OwnerConsole.Data;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A condition that is met at an evaluation.</summary>
/// <param name="Labels">Identify the alert.</param>
/// <param name="Message">Text without variables.</param>
internal sealed record AlertInstance(AlertRule Rule, LabelSet Labels, string Message)
{
    /// <param name="label">What distinguishes it from other alerts of the rule; null if the rule has one alert at most.</param>
    /// <param name="variables">Variables of the message in addition to those of every rule.</param>
    public static AlertInstance Create(AlertRule rule, (string Name, string Value)? label, params (string Name, string Value)[] variables) =>
        CreateLabelled(rule, label is { } own ? [own] : [], variables);

    /// <param name="own">Labels that distinguish it from other alerts of the rule. Empty ones are left out.</param>
    /// <param name="variables">Variables of the message in addition to those of every rule.</param>
    public static AlertInstance CreateLabelled(AlertRule rule, IEnumerable<(string Name, string Value)> own, IEnumerable<(string Name, string Value)> variables)
    {
        List<KeyValuePair<string, string>> labels = [new("rule", rule.Id), new("kind", rule.Kind.ToText()), new("severity", rule.Severity.ToText())];
        labels.AddRange(own.Select(label => KeyValuePair.Create(label.Name, label.Value)));
        return new(
            rule,
            new(labels),
            AlertMessage
                .Fill(
                    rule.Message,
                    variables
                        .Append((Name: "name", Value: rule.Name))
                        .Append((Name: "severity", Value: rule.Severity.ToText()))
                        .ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal)
                )
                .Trim()
        );
    }
}
