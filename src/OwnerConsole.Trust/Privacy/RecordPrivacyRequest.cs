using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Records what a person requests, so that it is answered in time.</summary>
public sealed class RecordPrivacyRequest(PrivacyPeople people, PrivacyContacts contacts) : Operation<PrivacyRequestFacts, PrivacyRequestInput>
{
    public const string Name = "privacy_request.record";

    /// <summary>Age of a request above which its date is probably wrong.</summary>
    private const int MaxAgeDays = 730;

    public override PrivacyRequestInput Example => new(PrivacyRequestKind.Correct, Email: "ada@client.example");

    public override OperationDefinition Definition =>
        new(Name, "Record privacy request", "recorded")
        {
            Subject = "platform",
            Noun = "privacy request",
            Group = ActionGroup.Access,
            Synonyms = "DSAR, data subject access request, GDPR, CCPA, right to be forgotten, new privacy request",
            FieldClasses = [FieldClass.Contact],
            RestoredByUndo = "The request is removed, unless it was changed since.",
        };

    public override async Task<IReadOnlyList<PrivacyRequestFacts>> Load(IReadOnlyList<string> ids, PrivacyRequestInput input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var today = await PrivacyRequestFacts.FindToday(work);
        return
        [
            new(IdGenerator.Platform, 1)
            {
                NewId = work.NewId(PrivacyRequest.Prefix, IdGenerator.Platform),
                Today = today,
                ReceivedOn = input.ReceivedOn ?? today,
                Person = await people.Find(input.Members, input.Email, work),
            },
        ];
    }

    public override Refusal? Refuse(PrivacyRequestFacts subject, PrivacyRequestInput input) =>
        !input.Law.Has(input.Kind)
            ? new(
                "wrong_kind",
                $"This law has no such right. Restriction and objection belong to GDPR, the opt-out of sale and the limit of sensitive data to CCPA."
            )
        : subject.ReceivedOn > subject.Today || subject.ReceivedOn < subject.Today.AddDays(-MaxAgeDays)
            ? new("bad_received_on", $"The day must not be in the future, and at most {MaxAgeDays} days ago.")
        : subject.Person!.Problem; // not null: loaded for each

    public override Decision Decide(PrivacyRequestFacts subject, PrivacyRequestInput input)
    {
        var due = PrivacyDeadline.DueOn(input.Law, input.Kind, subject.ReceivedOn);
        var members = subject.Person!.Members.Count; // not null: loaded for each
        return new(
            members > 0
                ? Sentence.Say($"A privacy request ({input.Kind}) of {(long)members:member} is recorded. The answer is due on {due}.")
                : Sentence.Say($"A privacy request ({input.Kind}) of a person who is no member is recorded. The answer is due on {due}.")
        )
        {
            Created = subject.NewId,
        };
    }

    public override async Task Execute(IReadOnlyList<PrivacyRequestFacts> accepted, PrivacyRequestInput input, UnitOfWork work)
    {
        var subject = accepted[0];
        await PrivacyRequestRows.Open(subject.NewId, input, subject.Person!, subject.ReceivedOn, work); // not null: loaded for each
        if (subject.Person!.Contact is { } contact)
            await contacts.Add(subject.NewId, contact, work);
        await PrivacyRequestRows.Reach([subject.NewId], PrivacyRequestStatus.Received, note: null, runs: [], work);
        if (input.Note.TrimToNull() is { } note)
            await PrivacyRequestRows.AddNote([subject.NewId], note, work);
    }

    /// <summary>Removes the request unless another run has added something to it, which would be lost.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PrivacyRequestFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var removed = await PrivacyRequest.Requests.CloseOpenedBy(ids: null, undoneRun, work, IsUnchanged);
        foreach (var rows in new[] { PrivacyRequest.Statuses, PrivacyRequest.Notes })
            if (removed.Count > 0)
                await rows.CloseOpenedBy(removed, undoneRun, work);
        await PrivacyContacts.Remove(removed, work);
        return removed.Count > 0 ? [IdGenerator.Platform] : [];
    }

    private const string IsUnchanged = """
        not exists (
          select from privacy.statuses x where x.tenant_id = this.tenant_id and x.request_id = this.request_id and x.closed_by is null and x.opened_by <> this.opened_by
          union all
          select from privacy.identity_checks x where x.tenant_id = this.tenant_id and x.request_id = this.request_id and x.closed_by is null
          union all
          select from privacy.extensions x where x.tenant_id = this.tenant_id and x.request_id = this.request_id and x.closed_by is null
          union all
          select from privacy.messages x where x.tenant_id = this.tenant_id and x.request_id = this.request_id and x.closed_by is null
          union all
          select from privacy.notes x where x.tenant_id = this.tenant_id and x.request_id = this.request_id and x.closed_by is null and x.opened_by <> this.opened_by)
        """;
}
