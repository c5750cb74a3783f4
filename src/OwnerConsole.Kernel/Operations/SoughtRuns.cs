using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Operations;

/// <summary>What a text means among runs. It is looked up where each name is kept once, so that no run is read for it.</summary>
/// <param name="Operations">by their names</param>
/// <param name="Askers">who asked for a run and is called so</param>
/// <param name="Ids">the text itself, which may be a run's</param>
public sealed record SoughtRuns(IReadOnlyList<string> Operations, IReadOnlyList<string> Askers, IReadOnlyList<string> Ids)
{
    /// <summary>Who asked for a run at all: the team and its applications.</summary>
    private const int MostAskers = 500;

    /// <summary>Of whom is called so, as many are searched for.</summary>
    private const int Most = 50;

    public static async Task<SoughtRuns> Find(string text, Catalogue catalogue, Work work)
    {
        var askers = await work.Distinct("core.runs", "asked_by", "true", MostAskers);
        var names = await SentenceReader.For(askers, work);
        var named = askers.Where(asker => names.Name(asker).Contains(text, StringComparison.OrdinalIgnoreCase)).Take(Most);
        return new(catalogue.Named(text), [.. named], [text]);
    }

    internal IReadOnlyList<AnyOf> Any =>
        [new("r.operation", "operations", Operations.Count), new("r.asked_by", "askers", Askers.Count), new("r.run_id", "ids")];
}
