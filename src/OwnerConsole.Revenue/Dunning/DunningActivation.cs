using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Whether steps are carried out at all.</summary>
/// <param name="OnSince">Null while dunning is off.</param>
/// <param name="Suspensions">Maximum suspensions in 24 hours without approval; null while dunning is off.</param>
public sealed record DunningActivation(DateTimeOffset? OnSince, int? Suspensions)
{
    /// <summary>Principal that carries out the steps. It has no other permission than <see cref="Grants"/>.</summary>
    public const string Principal = "dunning_campaign";

    public static readonly IReadOnlyList<string> Grants = ["tenant.suspend", "tenant.reactivate", "subscription.cancel"];

    internal static readonly StateRows Rows = new("dunning.activations", "tenant_id")
    {
        BelongToPlatform = true,
        HaveClosedAt = true,
        Conflict = "other.tenant_id = this.tenant_id",
    };

    public bool IsOn => OnSince is not null;

    public static Caller Caller(Mode mode) => new(Principal, CallerKind.System, Grants, mode);

    internal static Ceiling Ceiling(int suspensions) => new("tenant.suspend", TimeSpan.FromDays(1), Subjects: suspensions);

    public static async Task<DunningActivation> Find(UnitOfWork work) =>
        await work.One<DunningActivation>(
            "select a.opened_at as on_since, a.suspensions from dunning.activations a where a.tenant_id = 'tnt_platform' and a.closed_by is null"
        ) ?? new(null, null);
}
