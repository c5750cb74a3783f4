using OwnerConsole.Data;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>A number with a unit, a definition, a good direction and one SQL statement.</summary>
/// <param name="Id">Permanent id in the form noun.what.</param>
/// <param name="Good">Direction in which a change is good.</param>
/// <param name="Description">One-sentence definition, shown next to the number.</param>
/// <param name="Sql">Statement that returns (bucket, tenant_id, num, den) and, if a row is not its tenant, id. It joins <c>buckets</c> (bucket,
/// starts_at, ends_at, first_day, last_day): starts_at is inclusive and ends_at exclusive and never after now; first_day and last_day are inclusive.
/// It can use @first_day, @first_end and @last_day (of the first bucket, and the end of the last), @mode, @tenant (empty for all) and @as_of if
/// <see cref="TakesAsOf"/>. The executor decides which tenants count. den is null unless the metric is a ratio.</param>
public sealed record Metric(string Id, MetricUnit Unit, GoodDirection Good, string Description, string Sql)
{
    /// <summary>Title shown above a chart.</summary>
    public string Title
    {
        get => field ?? TitleOf(Id);
        init;
    }

    /// <summary>Other words that people search the metric by, separated by commas.</summary>
    public string Synonyms { get; init; } = "";

    public MetricKind Kind { get; init; } = MetricKind.Flow;

    /// <summary>Version of the definition; a series never mixes numbers of two versions.</summary>
    public int Version { get; init; } = 1;

    public IReadOnlyList<Dimension> Dimensions { get; init; } = [];

    /// <summary>Whether the metric is hidden, because the current user can't see amounts.</summary>
    public bool IsHidden => Unit == MetricUnit.Money && HiddenFields.Has(FieldClass.Money);

    /// <summary>What one row of <see cref="Sql"/> represents, for the list behind a number.</summary>
    public RowKind Of { get; init; } = RowKind.Tenant;

    /// <summary>The finest available grain.</summary>
    public Grain MinGrain { get; init; } = Grain.Day;

    /// <summary>Whether it is computed from days in the reporting time zone; other zones and hours are then not available.</summary>
    public bool IsByDay { get; init; }

    public MetricBasis Basis { get; init; } = MetricBasis.Facts;

    /// <summary>Whether past values are available; if false, only the current value can be queried.</summary>
    public bool HasPast { get; init; } = true;

    /// <summary>Whether <see cref="Sql"/> can return the number as known at @as_of.</summary>
    public bool TakesAsOf { get; init; }

    /// <summary>Number of following days that a fact still affects: 6 for the last seven days; null for all later days.</summary>
    public int? AffectedDays { get; init; } = 0;

    /// <summary>
    /// Whether only the end of the period counts, with a look-back defined by the statement: the last seven days are the same on a Sunday as in its
    /// week.
    /// </summary>
    public bool IsAtEnd
    {
        get => field || Kind is MetricKind.Stock || Kind is MetricKind.Distinct && AffectedDays is not 0;
        init;
    }

    /// <summary>Platform-wide statement on a read model without tenants, returning (bucket, num, den); for instants only.</summary>
    public string? Platform { get; init; }

    /// <summary>Statement for the rows behind a number, if they differ from those summed by <see cref="Sql"/>.</summary>
    public string? RowsSql { get; init; }

    /// <summary>Reason shown when a ratio has no value because its denominator is empty.</summary>
    public string NoBase { get; init; } = "no base";

    /// <returns>A title derived from an id, for metrics without their own title.</returns>
    public static string TitleOf(string id) => char.ToUpperInvariant(id[0]) + id[1..].Replace('.', ' ').Replace('_', ' ');
}

/// <summary>Kind of record behind a number; <see cref="Metric.Sql"/> identifies one by tenant_id and id.</summary>
public enum RowKind
{
    Tenant,
    Member,
    Session,
    PlanItem,
    Movement,
}
