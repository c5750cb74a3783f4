namespace OwnerConsole.Api;

/// <summary>Names endpoints in the API description: generated clients use the operation ID as the name of a method, and references group endpoints by tag.</summary>
internal static class EndpointNames
{
    /// <summary>Words that end in s and have no other singular.</summary>
    private static readonly string[] s_unchanged = ["analysis", "progress"];

    /// <summary>Names that the rules would make wrong or hard to read.</summary>
    private static readonly Dictionary<string, string> s_special = new(StringComparer.Ordinal)
    {
        ["POST events"] = "reportEvents",
        ["POST metrics/rows"] = "queryMetricRows",
        ["POST stripe/webhooks/live"] = "receiveLiveStripeEvent",
        ["POST stripe/webhooks/test"] = "receiveTestStripeEvent",
        ["PUT tenants/{id}/gauges/{feature}/{resource}"] = "putTenantGaugeSlot",
        ["DELETE tenants/{id}/gauges/{feature}/{resource}"] = "deleteTenantGaugeSlot",
        ["GET tenants/{id}/subjects/{type}"] = "listTenantSubjects",
        ["PUT tenants/{id}/subjects/{type}"] = "putTenantSubjects",
    };

    /// <param name="method">HTTP method in capital letters.</param>
    /// <param name="path">Path after the version, such as <c>tenants/{id}/members</c>.</param>
    /// <param name="isList">Whether the endpoint returns a page of a list.</param>
    /// <returns>A name such as <c>listTenantMembers</c>, <c>getTenant</c> or <c>suspendTenant</c>.</returns>
    public static string OperationId(string method, string path, bool isList)
    {
        if (s_special.TryGetValue($"{method} {path}", out var special))
            return special;
        var parts = path.Split('/');
        var isOne = IsParameter(parts[^1]);
        var literals = parts.Where(part => !IsParameter(part)).ToList();
        var last = literals[^1];
        // An action on a whole collection keeps its plural: claimTasks.
        var isOnCollection = method == "POST" && parts.Length > 1 && !IsParameter(parts[^2]);
        var owners = string.Concat(literals.SkipLast(1).Select((word, place) => Pascal(isOnCollection && place == literals.Count - 2 ? word : Singular(word))));
        var target = owners + Pascal(isOne ? Singular(last) : last);
        return method switch
        {
            "GET" => (isList ? "list" : "get") + target,
            "POST" when last != Singular(last) => "create" + owners + Pascal(Singular(last)),
            "POST" => Act(last, owners),
            _ => method.ToLowerInvariant() + target,
        };
    }

    /// <param name="path">Path after the version.</param>
    /// <returns>The name of the resource, such as <c>Webhook endpoints</c>.</returns>
    public static string Tag(string path)
    {
        var words = path.Split('/')[0].Replace('-', ' ');
        return words.StartsWith("api ", StringComparison.Ordinal) ? "API" + words[3..] : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>Puts the resource after the verb: suspend becomes suspendTenant, and change_plan becomes changeTenantPlan.</summary>
    private static string Act(string action, string owners)
    {
        var words = action.Split('_', '-');
        return words[0] + owners + string.Concat(words.Skip(1).Select(Pascal));
    }

    private static bool IsParameter(string part) => part.StartsWith('{');

    private static string Singular(string word) =>
        s_unchanged.Contains(word) || !word.EndsWith('s') ? word
        : word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
        : word[..^1];

    private static string Pascal(string word) => string.Concat(word.Split('-', '_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
