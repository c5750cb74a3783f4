using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Reliability.ServiceMap.Public;

namespace OwnerConsole.Reliability.ServiceMap;

/// <summary>Assigns tenants to a service, so that its failure counts them instead of those that traces have measured.</summary>
public sealed class AddServiceUsage(Database database, IEnumerable<FeatureTenantsStatement> statements) : Operation<NewUsageFacts, AddServiceUsage.Input>
{
    public const string Name = "service_usage.add";

    /// <summary>Option source of the module of features.</summary>
    private const string FeatureSource = "feature";

    private const int MaxFeatures = 50,
        MaxTenants = 1_000;

    public sealed record Input(
        [OptionsFrom(ServiceTenantReader.Source)] [Description("Service on the map that the tenants use.")] string Service,
        [OptionsFrom(FeatureSource)]
        [Description("Features that use the service. Tenants that can use one of them are affected if it fails.")]
            IReadOnlyList<string>? Features = null,
        [Description("Further tenants that use it: IDs (tnt_… or ext:…), one per line.")] IReadOnlyList<string>? Tenants = null
    );

    public override Input Example => new("web", ["bookings"]);

    public override OperationDefinition Definition =>
        new(Name, "Assign tenants", "assigned")
        {
            Subject = "platform",
            Noun = "assignment",
            DoneSentence = "Tenants assigned",
            Synonyms = "service map, component, impact, blast radius, affected tenants",
            RestoredByUndo = "The assignment is removed.",
        };

    public override async Task<IReadOnlyList<NewUsageFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        if (work.IsLocking)
            await DependencyRecord.Lock(work);
        var (service, features) = (input.Service.Trim(), TenantTargets.Values(input.Features));
        var onMap = await ServiceTenantReader.ListServices(work);
        var usages = await UsageRecord.List(work);
        var known = features.Length > 0 && statements.FirstOrDefault() is { } statement ? await work.List<string>(statement.KnownSql, new { features }) : []; // one module knows the features
        var (tenants, unknown) = await FindTenants(input, work);
        return
        [
            new(work.NewId(UsageRecord.Prefix, IdGenerator.Platform))
            {
                IsOnMap = onMap.Contains(service, StringComparer.Ordinal),
                Exists = usages.Any(usage => usage.Service == service),
                Count = usages.Count,
                Features = features,
                HasUnknownFeature = features.Except(known, StringComparer.Ordinal).Any(),
                Tenants = tenants,
                UnknownTenant = unknown,
            },
        ];
    }

    public override Refusal? Refuse(NewUsageFacts subject, Input input) =>
        !subject.IsOnMap ? ServiceTenantReader.NotOnMap
        : subject.Exists ? new("usage_exists", $"Tenants are already assigned to this service. Remove the assignment first to change it.")
        : subject.Count >= UsageRecord.MaxUsages ? new("too_many_usages", $"There can be at most {UsageRecord.MaxUsages} assignments. Remove one first.")
        : subject.Features.Count > MaxFeatures || TenantTargets.Values(input.Tenants).Length > MaxTenants
            ? new("usage_too_large", $"An assignment can have at most {MaxFeatures} features and {MaxTenants} named tenants.")
        : subject.HasUnknownFeature ? new("unknown_feature", $"One of the features does not exist.")
        : subject.UnknownTenant is { } unknown ? new("unknown_tenant", $"{new EntityReference(unknown)} does not exist.")
        : subject.Features.Count == 0 && subject.Tenants.Count == 0 ? new("nothing_assigned", $"Select a feature, or enter at least one tenant.")
        : null;

    public override Decision Decide(NewUsageFacts subject, Input input) =>
        new($"Failures of the service count the tenants of {subject.Features.Count:feature} and {subject.Tenants.Count:named tenant}.")
        {
            Created = subject.NewId,
        };

    public override async Task Execute(IReadOnlyList<NewUsageFacts> accepted, Input input, UnitOfWork work)
    {
        var (subject, service) = (accepted[0], input.Service.Trim());
        await work.Execute(
            """
            insert into service_map.usages (tenant_id, usage_id, service, features, tenants, opened_by, opened_at)
            values ('tnt_platform', @id, @service, @features, @tenants, @run, clock_timestamp())
            """,
            new
            {
                id = subject.NewId,
                service,
                features = subject.Features.ToArray(),
                tenants = subject.Tenants.ToArray(),
                run = work.RunId,
            }
        );
        await work.SetName(subject.NewId, UsageRecord.EntityKind, service);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewUsageFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await UsageRecord.Rows.CloseOpenedBy(ids: null, undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];

    /// <remarks>The preview and the run can't read tenants themselves.</remarks>
    private async Task<(IReadOnlyList<string> Tenants, string? Unknown)> FindTenants(Input input, UnitOfWork work)
    {
        if (TenantTargets.Values(input.Tenants).Length is 0 or > MaxTenants)
            return ([], null);
        await using var reading = await database.Read(work.Stop);
        return await TenantTargets.FindNamed(input.Tenants, Mode.Live, reading);
    }
}
