namespace OwnerConsole.Messaging.Automations;

/// <summary>Names of attributes in automations: <c>seats</c> is an attribute of the tenant, <c>member.level</c> one of its members.</summary>
internal static class MemberAttributeName
{
    /// <summary>Start of the names of attributes of members. The name of an attribute has no dot.</summary>
    private const string Prefix = "member.";

    /// <returns>Name of the attribute of members, such as level; null for an attribute of tenants.</returns>
    public static string? Read(string? name) => name is not null && name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : null;

    /// <returns>Attributes of members that conditions compare.</returns>
    public static IReadOnlyList<string> List(IEnumerable<AutomationCondition> conditions) =>
        [
            .. conditions
                .Where(condition => condition.Field is ConditionField.Attribute)
                .Select(condition => Read(condition.Name))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
}
