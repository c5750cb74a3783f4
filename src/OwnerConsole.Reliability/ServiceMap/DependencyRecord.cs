using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Dependencies;

namespace OwnerConsole.Reliability.ServiceMap;

/// <summary>Stored dependencies of services.</summary>
internal static class DependencyRecord
{
    internal const string Prefix = "dep",
        EntityKind = "service_dependency";

    /// <summary>Most dependencies. The service map shows all of them.</summary>
    internal const int MaxDependencies = 500;

    internal static readonly StateRows Rows = new("service_map.dependencies", "dependency_id")
    {
        BelongToPlatform = true,
        Conflict = "other.tenant_id = this.tenant_id and other.service = this.service and other.depends_on = this.depends_on",
    };

    /// <summary>Waits for other changes of the map, so that they can't add the same dependency or exceed the limit together.</summary>
    internal static Task Lock(UnitOfWork work) => work.Execute("select pg_advisory_xact_lock(hashtextextended('service_map.dependencies', 0))");

    /// <returns>All dependencies.</returns>
    internal static Task<IReadOnlyList<ServiceEdge>> List(UnitOfWork work) =>
        work.List<ServiceEdge>(
            """
            select d.dependency_id as id, d.service, d.depends_on, d.strength from service_map.dependencies d
             where d.tenant_id = 'tnt_platform' and d.closed_by is null
             order by d.service, d.depends_on, d.dependency_id
            """
        );
}

/// <summary>The platform, to which a dependency is added.</summary>
/// <param name="NewId">ID of the new dependency.</param>
/// <param name="Count">Number of existing dependencies.</param>
/// <param name="Exists">Whether the two services already have a dependency.</param>
public sealed record NewDependencyFacts(string NewId, int Count, bool Exists) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => 1;
}

/// <summary>A dependency as the subject of an operation.</summary>
public sealed record DependencyFacts(string Id, long Revision, bool IsRemoved) : ISubject
{
    public string TenantId => IdGenerator.Platform;
}
