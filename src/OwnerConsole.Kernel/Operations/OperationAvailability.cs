using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Finds the operations that would refuse a subject in its current state, so that a menu can disable them with the reason.</summary>
public sealed class OperationAvailability(Database database, IdGenerator ids)
{
    private static readonly JsonElement s_blank = Json.Element(new { });

    /// <param name="operations">Operations for this kind of subject that the caller is permitted to run.</param>
    /// <returns>The reasons by operation name. Operations with required fields are left out, because only the filled form decides.</returns>
    public async Task<IReadOnlyDictionary<string, Sentence>> FindRefusals(
        Caller caller,
        string subjectId,
        IEnumerable<Operation> operations,
        CancellationToken stop
    )
    {
        var refusals = new Dictionary<string, Sentence>(StringComparer.Ordinal);
        if (await FindTenant(caller, subjectId, stop) is not { } tenantId)
            return refusals;
        await using var work = await database.ReadTenants([.. new[] { tenantId, IdGenerator.Platform }.Distinct(StringComparer.Ordinal)], stop);
        (work.IdFactory, work.Caller) = (PreviewIdFactory.Of(ids.New("prv")), caller);
        foreach (var operation in operations.Where(operation => !operation.AllFields.Any(field => field.Required)))
            if (await FindRefusal(operation, subjectId, work) is { } refusal)
                refusals[operation.Definition.Name] = refusal;
        return refusals;
    }

    private async Task<string?> FindTenant(Caller caller, string subjectId, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return (await SubjectResolver.Find(caller, await Modes.Shown(caller, work), [subjectId], work)).SingleOrDefault()?.TenantId;
    }

    // What is entered can change the outcome, so a refusal counts only if the example is refused for the same reason.
    private static async Task<Sentence?> FindRefusal(Operation operation, string subjectId, UnitOfWork work)
    {
        var refusal = await Evaluate(operation, subjectId, s_blank, work);
        return refusal is null || operation.AllFields.Count > 0 && (await Evaluate(operation, subjectId, operation.ExampleInput, work))?.Code != refusal.Code
            ? null
            : refusal.Sentence;
    }

    private static async Task<Refusal?> Evaluate(Operation operation, string subjectId, JsonElement input, UnitOfWork work)
    {
        try
        {
            return (await operation.Evaluate([subjectId], input, work)).SingleOrDefault()?.Refusal;
        }
        catch (Problem)
        {
            return null; // the form explains what its input lacks
        }
    }
}
