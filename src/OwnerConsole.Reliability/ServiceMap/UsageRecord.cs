using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.ServiceMap;

/// <summary>Tenants that are assigned to a service, as they are stored.</summary>
/// <param name="Features">Keys of features: tenants that can use one of them.</param>
/// <param name="Tenants">IDs of further tenants.</param>
internal sealed record UsageRecord(string Id, string Service, IReadOnlyList<string> Features, IReadOnlyList<string> Tenants)
{
    internal const string Prefix = "sus",
        EntityKind = "service_usage";

    /// <summary>Most services with assigned tenants. The service map shows all of them.</summary>
    internal const int MaxUsages = 500;

    internal static readonly StateRows Rows = new("service_map.usages", "usage_id")
    {
        BelongToPlatform = true,
        Conflict = "other.tenant_id = this.tenant_id and other.service = this.service",
    };

    /// <returns>All of them by service.</returns>
    internal static Task<IReadOnlyList<UsageRecord>> List(UnitOfWork work) =>
        work.List<UsageRecord>(
            """
            select u.usage_id as id, u.service, u.features, u.tenants from service_map.usages u
             where u.tenant_id = 'tnt_platform' and u.closed_by is null
             order by u.service, u.usage_id
            """
        );
}

/// <summary>The platform, to whose services tenants are assigned.</summary>
/// <param name="NewId">ID of the new assignment.</param>
public sealed record NewUsageFacts(string NewId) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => 1;

    /// <summary>Whether the service is on the map.</summary>
    public bool IsOnMap { get; init; }

    /// <summary>Whether tenants are already assigned to the service.</summary>
    public bool Exists { get; init; }

    /// <summary>Number of existing assignments.</summary>
    public int Count { get; init; }

    /// <summary>Keys of the features without blank and repeated ones.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Whether one of the features doesn't exist.</summary>
    public bool HasUnknownFeature { get; init; }

    /// <summary>IDs of the named tenants.</summary>
    public IReadOnlyList<string> Tenants { get; init; } = [];

    /// <summary>A named tenant that doesn't exist; null if all exist.</summary>
    public string? UnknownTenant { get; init; }
}

/// <summary>An assignment as the subject of an operation.</summary>
public sealed record UsageFacts(string Id, long Revision, bool IsRemoved) : ISubject
{
    public string TenantId => IdGenerator.Platform;
}
