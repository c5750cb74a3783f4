using System.Text.RegularExpressions;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Variables of messages about the member of a sequence, such as {{member.name}} and {{member.attributes.level}}.</summary>
/// <remarks>Inputs of operations don't have them, because an erasure doesn't find the values of a member in what an operation on a tenant stores.</remarks>
internal static partial class MemberVariables
{
    /// <returns>Names of the attributes that the texts of messages show, such as level, without duplicates.</returns>
    public static IReadOnlyList<string> AttributesOf(IEnumerable<AutomationStep> steps) =>
        [
            .. steps
                .Where(step => step.IsMessage)
                .SelectMany(step => AttributeUse().Matches(TextOf(step)).Select(match => match.Groups[1].Value))
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Whether the step uses a variable that only a sequence about a member has. All sequences have the support number, which is the recipient's.</summary>
    public static bool AreUsedBy(AutomationStep step) => PersonalUse().IsMatch(TextOf(step));

    /// <returns>Values for previews and checks.</returns>
    public static object Example(IReadOnlyList<string> attributes) =>
        new
        {
            name = "Ann",
            email = "ann@example.com",
            role = "staff",
            support_number = "#U123456789",
            attributes = attributes.ToDictionary(name => name, _ => "example", StringComparer.Ordinal),
        };

    /// <returns>Values of a member.</returns>
    public static object Of(SequenceMember member) =>
        new
        {
            member.Name,
            member.Email,
            member.Role,
            member.SupportNumber,
            member.Attributes,
        };

    private static string TextOf(AutomationStep step) => $"{step.Subject}\n{step.Body}\n{step.Input}";

    [GeneratedRegex(@"(?<![\w.])member\.attributes\.([a-z][a-z0-9_]{0,39})(?!\w)", RegexOptions.None, 1000)]
    private static partial Regex AttributeUse();

    [GeneratedRegex(@"\{\{[^{}]*(?<![\w.])member\.(name|email|role|attributes)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PersonalUse();
}
