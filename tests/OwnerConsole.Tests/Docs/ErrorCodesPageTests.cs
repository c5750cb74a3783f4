namespace OwnerConsole.Tests.Docs;

/// <summary>The page of error codes has an entry with cause and fix for every code in the source, and none for codes that are gone.</summary>
public sealed class ErrorCodesPageTests
{
    /// <summary>Types that calculate codes, with all that they can return.</summary>
    private static readonly Dictionary<string, (string Type, int? Status, string Code)[]> s_calculated = new(StringComparer.Ordinal)
    {
        ["Messaging.Notifications.NotifyMember"] =
        [
            ("Refusal", null, "invalid_title"),
            ("Refusal", null, "invalid_body"),
            ("Refusal", null, "invalid_link"),
            ("Refusal", null, "invalid_link_label"),
        ],
        ["Plans.Entitlements.Claims.LimitExceededResponse"] =
        [
            ("Problem", 402, "limit_reached"),
            ("Problem", 402, "not_granted"),
            ("Problem", 429, "rate_limited"),
        ],
        ["Plans.Entitlements.Late.LateUsageCounter"] = [("Problem", 422, "time_ahead")],
        ["Portal.Accounts.PortalEndpoints"] =
        [
            ("Problem", 409, "tenant_suspended"),
            ("Problem", 409, "tenant_cancelled"),
            ("Problem", 409, "tenant_anonymised"),
        ],
        ["Revenue.Reconciliation.FixPolicy"] = [("Refusal", null, "application_decides"), ("Refusal", null, "automatic"), ("Refusal", null, "needs_person")],
        // These pass on the code of a refusal or problem.
        ["Data.Problem"] = [],
        ["Integrations.Connectors.ConnectorRoutes"] = [],
        ["Kernel.Operations.RunChunk"] = [],
        ["Kernel.Operations.RunStarter"] = [],
        ["Revenue.Dunning.DunningRoutes"] = [],
        ["Revenue.Stripe.Accounts.StripeRoutes"] = [],
    };

    [Fact]
    public async Task Every_code_in_the_source_has_a_cause_and_a_fix()
    {
        var found = ErrorCodeReader.All().Where(code => !code.Method.Contains("<Clone>$", StringComparison.Ordinal)).ToList();
        var types = found.Where(code => code.Code is null).Select(code => code.Method).ToList();
        var codes = found
            .Where(code => code.Code is not null)
            .Concat(s_calculated.SelectMany(type => type.Value.Select(code => new ErrorCode(code.Type, code.Code, code.Status, type.Key))))
            .ToList();
        var entries = ErrorCodesPage.Entries();

        types.Where(method => !s_calculated.Keys.Any(type => Declares(type, method))).ShouldBeEmpty("list what these can return");
        s_calculated.Keys.Where(type => !types.Any(method => Declares(type, method))).ShouldBeEmpty("these calculate no code any more");
        codes.Select(code => code.Code!).Distinct().Except(entries.Keys).ShouldBeEmpty("add them to error-codes.txt, with cause and fix");
        entries.Keys.Except(codes.Select(code => code.Code!)).ShouldBeEmpty("no code in the source");
        entries.Where(entry => entry.Value.Cause.Length == 0 || entry.Value.Fix.Length == 0).ShouldBeEmpty();
        await GeneratedFile.Check("docs/reference/errors.md", ErrorCodesPage.Of(codes), "docs/reference/errors.md is generated from the codes in the source.");
    }

    private static bool Declares(string type, string method) =>
        method.Contains($" OwnerConsole.{type}::", StringComparison.Ordinal) || method.Contains($" OwnerConsole.{type}/", StringComparison.Ordinal);
}
