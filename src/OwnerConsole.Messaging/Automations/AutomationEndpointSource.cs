using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Webhook endpoints that steps of automations can send to.</summary>
/// <remarks>Only the host of an address is shown, because its path can contain a secret.</remarks>
public sealed class AutomationEndpointSource : IOptionSource
{
    public const string Key = "automated_endpoint";

    private const int MaxEndpoints = 500;

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        [
            .. (
                await work.List<Row>(
                    """
                    select e.endpoint_id, coalesce(s.url, e.url) as url, e.mode
                      from webhooks.endpoints e
                      left join webhooks.settings s on s.tenant_id = e.tenant_id and s.endpoint_id = e.endpoint_id and s.closed_by is null
                     where e.tenant_id = 'tnt_platform' and e.closed_by is null
                     order by e.opened_at, e.endpoint_id
                     limit @MaxEndpoints
                    """,
                    new { MaxEndpoints }
                )
            ).Select(row => new Option(row.EndpointId, $"{Host(row.Url)}, {row.Mode.ToText()} mode")),
        ];

    /// <returns>Whether a step sends to an endpoint that doesn't exist or is removed.</returns>
    internal static async Task<bool> IsMissing(AutomationInput input, UnitOfWork work)
    {
        var ids = input.Endpoints;
        return ids.Length > 0
            && await work.One<long>(
                "select count(*) from webhooks.endpoints e where e.tenant_id = 'tnt_platform' and e.closed_by is null and e.endpoint_id = any(@ids)",
                new { ids }
            ) < ids.Length;
    }

    private static string Host(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Host : "unknown host";

    private sealed record Row(string EndpointId, string Url, Mode Mode);
}
