namespace OwnerConsole.Revenue.Dunning.Public;

/// <summary>How far the steps for an unpaid invoice have got.</summary>
public static class DunningStage
{
    /// <summary>All stages in their order: no step yet, emails were sent, then the restrictions of access.</summary>
    public static readonly IReadOnlyList<string> All = ["new", "reminded", "read_only", "suspended", "cancelled"];

    /// <param name="row">Alias of a row of <c>dunning.cases</c> in SQL, which can be missing.</param>
    /// <returns>SQL for the stage.</returns>
    public static string Sql(string row) =>
        $"""
            case when {row}.reached like '%\_cancel' then 'cancelled' when {row}.reached like '%\_suspend' then 'suspended'
                 when {row}.reached like '%\_read\_only' then 'read_only' when {row}.reached is not null then 'reminded' else 'new' end
            """;

    /// <param name="step">Name of a step, such as 3_email.</param>
    /// <returns>Text of the step, such as "Day 3: email".</returns>
    public static string Describe(string step)
    {
        var (day, action) = step.Split('_', 2) is [var first, var second] ? (first, second) : (step, "");
        return $"Day {day}: {Describe(action, isShort: true)}";
    }

    /// <param name="action">email, read_only, suspend or cancel.</param>
    public static string Describe(string action, bool isShort) =>
        action switch
        {
            "read_only" => isShort ? "read-only" : "Access becomes read-only",
            "suspend" => isShort ? "suspend" : "Access is suspended",
            "cancel" => isShort ? "cancel" : "Subscription is cancelled at the end of its period",
            _ => isShort ? "email" : "Email to the contact",
        };
}
