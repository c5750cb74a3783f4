using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tenants.Features.Public;

/// <summary>The features that plans can grant today.</summary>
public static class FeatureBook
{
    /// <summary>What a field that takes a feature's key is chosen among.</summary>
    public const string Source = "feature";

    internal const string Columns = "f.feature_id, f.key, f.kind, f.resets, f.decimals, f.name, f.unit, f.allows, f.enforcement, f.burst, f.outage";

    /// <returns>by name, those that are counted after those that aren't</returns>
    public static Task<IReadOnlyList<KnownFeature>> Find(Work work) =>
        work.List<KnownFeature>(
            $"""
            select {Columns}
              from features.features f
             where f.closed_by is null
             order by f.kind in ('counter', 'gauge', 'unique'), lower(f.name), f.key
             limit 500
            """
        );

    /// <returns>grows with every change of any feature, for what is decided by all of them</returns>
    public static Task<long> Revision(Work work) => work.One<long>("select count(*) + count(closed_by) from features.features");

    /// <summary>Puts a new feature among them, by the run that is carried out.</summary>
    /// <param name="feature">no other has its key</param>
    public static Task Add(KnownFeature feature, Work work) => FeatureRows.Open(FeatureRules.Kept(feature), work);

    /// <summary>Retires those that a run has declared and nobody has changed since.</summary>
    /// <returns>how many</returns>
    public static async Task<int> TakeBack(string undoneRun, Work work)
    {
        var declared = await work.List<string>(
            """
            select f.feature_id from features.features f
             where f.opened_by = @undoneRun and f.closed_by is null
               and not exists (select 1 from features.features e where e.feature_id = f.feature_id and e.opened_by <> f.opened_by)
            """,
            new { undoneRun }
        );
        return (await FeatureRows.Close(declared, undoneRun, work)).Count;
    }
}
