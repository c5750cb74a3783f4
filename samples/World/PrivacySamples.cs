namespace World;

/// <summary>A privacy request in each status, of people who are no members.</summary>
internal static class PrivacySamples
{
    public static async Task<bool> Add(SetupApi platform)
    {
        if (await platform.Has("/api/v1/privacy-requests", "lea.sommer@example.org"))
            return false;
        await Record(platform, "export", "lea.sommer@example.org");
        await Continue(platform, "export", "jon.berg@example.org", ("verify", new { method = "known_email" }));
        await Continue(platform, "correct", "mira.okafor@example.org", ("start", new { }), ("extend", Answer("The name is part of many invoices.")));
        await Continue(platform, "correct", "noor.haddad@example.org", ("fulfil", Answer("The address was corrected in the application.")));
        await Continue(platform, "erase", "otto.over@example.org", ("refuse", Answer("The identity could not be verified.")));
        await Continue(platform, "object", "zoe.rueegg@example.org", ("withdraw", new { note = "Withdrawn by phone." }));
        return true;
    }

    private static Task<string?> Record(SetupApi platform, string kind, string email) =>
        platform.Run(
            "privacy_request.record",
            SetupApi.Platform,
            new
            {
                kind,
                email,
                source = "portal",
            }
        );

    /// <returns>An input with which no email is sent, because these people don't exist.</returns>
    private static object Answer(string reason) => new { reason, answer_myself = true };

    private static async Task Continue(SetupApi platform, string kind, string email, params (string Operation, object Input)[] steps)
    {
        if (await Record(platform, kind, email) is { } request)
            foreach (var (operation, input) in steps)
                await platform.Run($"privacy_request.{operation}", request, input);
    }
}
