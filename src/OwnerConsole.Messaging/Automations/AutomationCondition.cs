using System.ComponentModel;
using System.Globalization;
using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>A condition that a tenant must meet, checked when a sequence starts and before each message.</summary>
/// <param name="Field">plan, status, lifecycle, tag, country, attribute or event.</param>
/// <param name="Operator">is, is_not, at_least or at_most.</param>
public sealed record AutomationCondition(
    [Description("Value to compare.")] ConditionField Field,
    [Description("Comparison. At least and at most compare numbers.")] ConditionOperator Operator,
    [Description("Value, such as pro. With is and is not, several values can be separated by commas.")] string Value,
    [Description("Name of the attribute, with member. for an attribute of users, or of the event's value, such as percent. Blank for other fields.")]
        string? Name = null
)
{
    /// <summary>Fields that have a name.</summary>
    internal bool IsNamed => Field is ConditionField.Attribute or ConditionField.Event;

    internal AutomationCondition Normalize() => this with { Value = Value.Trim(), Name = IsNamed ? Name?.Trim() : null };

    /// <param name="actual">Values that the tenant has; empty for none.</param>
    public bool IsMet(IReadOnlyList<string> actual) =>
        Operator switch
        {
            ConditionOperator.Is => actual.Any(IsListed),
            ConditionOperator.IsNot => !actual.Any(IsListed),
            ConditionOperator.AtLeast => actual.Any(value => Number(value) >= Number(Value)),
            _ => actual.Any(value => Number(value) <= Number(Value)),
        };

    /// <returns>Null if the text isn't a number.</returns>
    internal static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <returns>The condition as a phrase, such as <c>plan is pro</c>.</returns>
    internal string Describe() => $"{(IsNamed ? $"{Field.ToText()} {Name}" : Field.ToText())} {Operator.ToText().Replace('_', ' ')} {Value}";

    /// <summary>The values, of which one must match.</summary>
    internal IReadOnlyList<string> Values => Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private bool IsListed(string value) => Values.Contains(value, StringComparer.OrdinalIgnoreCase);
}

/// <summary>What a condition compares.</summary>
public enum ConditionField
{
    /// <summary>Keys of the tenant's current plans.</summary>
    Plan,

    Status,

    /// <summary>trial, active or cancelled, also while the tenant is suspended or blocked.</summary>
    Lifecycle,
    Tag,
    Country,

    /// <summary>An attribute of the tenant, or of its members with a name such as member.level, which one member must meet.</summary>
    Attribute,

    /// <summary>A value of the event that started it.</summary>
    Event,
}

/// <summary>How a condition compares.</summary>
public enum ConditionOperator
{
    Is,
    IsNot,
    AtLeast,
    AtMost,
}
