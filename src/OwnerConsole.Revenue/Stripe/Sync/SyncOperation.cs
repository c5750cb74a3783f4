using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Stripe.Mirror;

namespace OwnerConsole.Revenue.Stripe.Sync;

/// <summary>Reads the objects of billing records from Stripe again. Their list shows them as pending until then.</summary>
/// <param name="type">Stripe's name of the objects' type.</param>
public abstract class SyncOperation(BillingTable table, string type) : Operation<SyncedRecord, NoInput>
{
    private const string IntentType = "payment_intent";

    public override Task<IReadOnlyList<SyncedRecord>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => SyncedRecord.Load(table, ids, work);

    public override Refusal? Refuse(SyncedRecord record, NoInput input) =>
        record.IsPending ? new("already_pending", $"{record} is already about to be read.") : null;

    public override Decision Decide(SyncedRecord record, NoInput input) => new($"{record} will be read from Stripe again.");

    public override Task Execute(IReadOnlyList<SyncedRecord> accepted, NoInput input, UnitOfWork work) =>
        RequestedReads.Open(
            [
                .. accepted.Select(record => new RequestedRead(record.AccountId, record.Id, record.Mode, type)),
                .. accepted
                    .Where(record => record.Intent is not null)
                    .Select(record => new RequestedRead(record.AccountId, record.Intent!, record.Mode, IntentType)) // the null ones are left out
                    .Distinct(),
            ],
            work
        );

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<SyncedRecord> subjects, string undoneRun, UnitOfWork work)
    {
        var intents = subjects.Select(record => record.Intent).OfType<string>();
        var withdrawn = await RequestedReads.Withdraw([.. subjects.Select(record => record.Id).Concat(intents)], undoneRun, work);
        return [.. subjects.Select(record => record.Id).Where(withdrawn.Contains)];
    }

    /// <param name="noun">Noun of the records, such as invoice.</param>
    protected static OperationDefinition Define(string name, string noun) =>
        new(name, $"Sync {noun}", "queued to sync")
        {
            Noun = noun,
            Synonyms = "refresh, resync, reload, stripe",
            RestoredByUndo = "Objects that have not been read yet are not read.",
            NotRestoredByUndo = "Objects that have already been read.",
        };
}
