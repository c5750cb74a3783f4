using System.Text.Json;

namespace World;

/// <summary>Adds an example of each feature whose pages would be empty otherwise. What exists already is not added again.</summary>
internal static class FeatureSamples
{
    /// <param name="platform">Client that can change the platform.</param>
    /// <param name="tenants">Client for the generated tenants.</param>
    /// <param name="now">Time that the examples are relative to.</param>
    /// <returns>Number of features with new examples.</returns>
    public static async Task<int> Add(SetupApi platform, SetupApi tenants, IReadOnlyList<SimStudio> studios, Uri address, DateTimeOffset now)
    {
        // Rules and automations come before what starts them, notifications after the reports that change who is listed first, and tickets before the SLAs, which
        // are measured at once.
        (string Feature, Func<Task<bool>> Add)[] samples =
        [
            ("alerts", () => ReliabilitySamples.AddRules(platform)),
            ("probes and objectives", () => ReliabilitySamples.AddProbes(platform, address)),
            ("service map", () => ReliabilitySamples.AddServiceMap(platform)),
            ("support tickets", () => SupportTicketSamples.Add(tenants, studios, now)),
            ("SLAs", () => ReliabilitySamples.AddAgreements(platform, now)),
            ("errors", () => TelemetrySamples.AddErrors(platform, studios, now)),
            ("services", () => TelemetrySamples.AddServices(platform, now)),
            ("status page", () => StatusPageSamples.Add(platform, now)),
            ("incidents", () => IncidentSamples.Add(platform, now)),
            ("privacy requests", () => PrivacySamples.Add(platform)),
            ("automations", () => TenantSamples.AddAutomations(platform)),
            ("import", () => ImportSample.Add(platform)),
            ("applied and undone imports", () => AppliedImportSample.Add(platform)),
            ("import of new tenants", () => CreatedImportSample.Add(platform)),
            ("duplicates", () => TenantSamples.AddDuplicates(tenants, studios, now)),
            ("notifications", () => NotificationSamples.Add(tenants, studios, now)),
            ("suspensions", () => TenantSamples.Suspend(tenants, studios, now)),
            ("tenants to delete", () => TenantSamples.MarkToDelete(tenants, studios, now)),
        ];
        return await AddEach(samples);
    }

    /// <summary>Adds examples one after the other. One that fails is reported, and the others continue.</summary>
    /// <returns>Number of new examples.</returns>
    public static async Task<int> AddEach(IReadOnlyList<(string Feature, Func<Task<bool>> Add)> samples)
    {
        var added = 0;
        foreach (var (feature, add) in samples)
            try
            {
                if (await add())
                    added++;
            }
            catch (Exception refused)
                when (refused is HttpRequestException or JsonException or KeyNotFoundException or IndexOutOfRangeException or InvalidOperationException)
            {
                await Console.Error.WriteLineAsync($"World: the example of {feature} was not added: {refused.Message}");
            }
        return added;
    }
}
