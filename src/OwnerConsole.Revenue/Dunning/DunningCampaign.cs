using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>The steps after a failed payment, and whether they are carried out.</summary>
/// <param name="Version">1 for the default steps.</param>
/// <param name="OnSince">Null while the campaign is off.</param>
/// <param name="Suspensions">Maximum suspensions in 24 hours without approval; null while the campaign is off.</param>
public sealed record DunningCampaign(long Revision, int Version, IReadOnlyList<DunningStep> Steps, DateTimeOffset? OnSince, int? Suspensions) : ISubject
{
    /// <summary>Principal that carries out the steps. It has no other permission than <see cref="Grants"/>.</summary>
    public const string Principal = "dunning_campaign";

    public static readonly IReadOnlyList<string> Grants = ["tenant.suspend", "tenant.reactivate", "subscription.cancel"];

    internal static readonly StateRows Versions = new("dunning.campaigns", "tenant_id") { BelongToPlatform = true },
        Activations =
            new("dunning.activations", "tenant_id")
            {
                BelongToPlatform = true,
                HaveClosedAt = true,
                Conflict = "other.tenant_id = this.tenant_id",
            };

    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public bool IsOn => OnSince is not null;

    public int? DayOf(DunningAction action) => Steps.FirstOrDefault(step => step.Action == action)?.Day;

    public IEnumerable<int> EmailDays => Steps.Where(step => step.Action is DunningAction.Email).Select(step => step.Day);

    public static Caller Caller(Mode mode) => new(Principal, CallerKind.System, Grants, mode);

    internal static Ceiling Ceiling(int suspensions) => new("tenant.suspend", TimeSpan.FromDays(1), Subjects: suspensions);

    public static async Task<IReadOnlyList<DunningCampaign>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        // Locks the current rows, so that a concurrent change is detected as a conflict with the preview.
        await work.List<string>(
            $"select c.opened_by from dunning.campaigns c where c.tenant_id = 'tnt_platform' and c.closed_by is null {work.ForUpdate("c")}"
        );
        await work.List<string>(
            $"select a.opened_by from dunning.activations a where a.tenant_id = 'tnt_platform' and a.closed_by is null {work.ForUpdate("a")}"
        );
        return [await Find(work)];
    }

    public static async Task<DunningCampaign> Find(UnitOfWork work)
    {
        var row = (
            await work.One<Row>(
                """
                select (select count(*) + count(v.closed_by) from dunning.campaigns v where v.tenant_id = 'tnt_platform')
                         + (select count(*) + count(v.closed_by) from dunning.activations v where v.tenant_id = 'tnt_platform') + 1 as revision,
                       coalesce(c.version, 1) as version, c.steps, a.opened_at as on_since, a.suspensions
                  from (values (1)) one
                  left join dunning.campaigns c on c.tenant_id = 'tnt_platform' and c.closed_by is null
                  left join dunning.activations a on a.tenant_id = 'tnt_platform' and a.closed_by is null
                """
            )
        )!; // values have exactly one row
        return new(row.Revision, row.Version, row.Steps is { } steps ? ReadSteps(steps) : DunningSchedule.DefaultSteps, row.OnSince, row.Suspensions);
    }

    internal static IReadOnlyList<DunningStep> ReadSteps(JsonElement steps) => Json.Read<IReadOnlyList<DunningStep>>(steps);

    private sealed record Row(long Revision, int Version, JsonElement? Steps, DateTimeOffset? OnSince, int? Suspensions);
}
