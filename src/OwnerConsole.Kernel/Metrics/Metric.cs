using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>A number with a unit, a definition in words, a good direction and one SQL statement.</summary>
/// <param name="Id">noun.what, stable for ever</param>
/// <param name="Good">which way is good news</param>
/// <param name="Says">what is counted, in one plain sentence: shown beside the number</param>
/// <param name="Sql">
/// Answers (bucket, tenant_id, num, den) and, where a row is not its tenant, id. It joins <c>buckets</c> (bucket, starts_at, ends_at, first_day, last_day): instants from starts_at on and
/// before ends_at, which is never after now; days from first_day to last_day, both included. It may use @first_day, @first_end and @last_day (of the first bucket, and the end of the last), @population, @tenant (empty for all) and @as_of where <see cref="TakesAsOf"/>; which
/// tenants count is the executor's business. den is null unless the metric is a ratio.
/// </param>
public sealed record Metric(string Id, Unit Unit, Good Good, string Says, string Sql)
{
    /// <summary>How it is called above a chart.</summary>
    public string Title
    {
        get => field ?? Titled(Id);
        init;
    }

    public MetricKind Kind { get; init; } = MetricKind.Flow;

    /// <summary>Grows when the definition changes: numbers of two versions are never in one series.</summary>
    public int Version { get; init; } = 1;

    public IReadOnlyList<Dimension> Dimensions { get; init; } = [];

    /// <summary>Who isn't shown amounts has no such number.</summary>
    public bool IsHidden => Unit == Unit.Money && Hidden.Has(FieldClass.Money);

    /// <summary>What one row of <see cref="Sql"/> is, for the list behind a number.</summary>
    public RowKind Of { get; init; } = RowKind.Tenant;

    /// <summary>The finest series there is.</summary>
    public Grain MinGrain { get; init; } = Grain.Day;

    /// <summary>Read from days as the owner's zone cuts them: other zones and hours could only be guessed.</summary>
    public bool IsByDay { get; init; }

    public Basis Basis { get; init; } = Basis.Facts;

    /// <summary>False: only what is now can be asked, because how it was isn't kept.</summary>
    public bool HasPast { get; init; } = true;

    /// <summary><see cref="Sql"/> answers as it was known at @as_of.</summary>
    public bool TakesAsOf { get; init; }

    /// <summary>Days after a fact on which it still changes the number: 6 for the last seven days; null when it stands for ever after.</summary>
    public int? Reaches { get; init; } = 0;

    /// <summary>Only the end of the period counts, and what lies before it as far as the statement itself says: the last seven days are the same on a Sunday as in its week.</summary>
    public bool IsAtEnd
    {
        get => field || Kind is MetricKind.Stock || Kind is MetricKind.Distinct && Reaches is not 0;
        init;
    }

    /// <summary>The same number of the whole platform from a read model that knows no tenants, answering (bucket, num, den); instants only.</summary>
    public string? Platform { get; init; }

    /// <summary>The rows behind a number where they aren't those that <see cref="Sql"/> adds up.</summary>
    public string? Behind { get; init; }

    /// <summary>Why a ratio has no number when its base is empty.</summary>
    public string NoBase { get; init; } = "no base";

    /// <returns>an id as a title, where a metric has none of its own</returns>
    public static string Titled(string id) => char.ToUpperInvariant(id[0]) + id[1..].Replace('.', ' ').Replace('_', ' ');
}

/// <summary>What stands behind a number: <see cref="Metric.Sql"/> names one by tenant_id and id.</summary>
public enum RowKind
{
    Tenant,
    Member,
    Session,
    PlanItem,
    Movement,
}
