using System.Text.Json;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Api;

/// <summary>What would happen, as the API shows it.</summary>
/// <param name="Asked">what it takes to start the run</param>
/// <param name="Asks">the same in parts: a proof, a second person, and why</param>
/// <param name="Total">subjects in all, refused ones included</param>
/// <param name="Accepted">subjects it would be done to</param>
/// <param name="Hash">of operation, version, input, each subject with its revision and what the application says; an approval is bound to it</param>
/// <param name="Subjects">the first 500</param>
/// <param name="Confirmation">what is sent with the run where nothing of it comes back: the name of the one, or how many; null where nothing is asked</param>
public sealed record PreviewView(
    string Id,
    string Operation,
    int Version,
    JsonElement Input,
    Asked Asked,
    PreviewView.Question Asks,
    int Total,
    int Accepted,
    Weight Weight,
    string Hash,
    DateTimeOffset MadeAt,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<PreviewView.Subject> Subjects,
    PreviewView.FromApplication? Application,
    string? Confirmation
)
{
    /// <param name="Proof">nothing takes it back: a person who starts it proves once more who they are and does it in the console, and so does whoever approves it</param>
    /// <param name="SecondPerson">the run needs a reason and waits until somebody else approves it</param>
    /// <param name="Ceiling">of the caller's that it goes over; null under every one</param>
    public sealed record Question(bool Proof, bool SecondPerson, Ceiling? Ceiling);

    /// <param name="Role">the key of whose ceiling it is; null for one of the key's own</param>
    /// <param name="Permission">what is counted together</param>
    /// <param name="Per">seconds in which it counts</param>
    /// <param name="Subjects">so many at most; null for any number</param>
    /// <param name="MinorUnits">so much money at most, in the reporting currency; null for any sum</param>
    /// <param name="SubjectsWithThis">started in that time, with those of this run</param>
    /// <param name="MinorUnitsWithThis">money that hung on them</param>
    public sealed record Ceiling(string? Role, string Permission, long Per, long? Subjects, long? MinorUnits, long SubjectsWithThis, long MinorUnitsWithThis);

    /// <param name="Refusal">its code; null when it would be done</param>
    /// <param name="Created">the id of what would be made</param>
    public sealed record Subject(string Id, long Revision, string? Refusal, string Text, IReadOnlyList<Effect> Effects, string? Created);

    /// <summary>What the application says it would do; null where it isn't asked.</summary>
    /// <param name="Asked">subjects that it was asked about, 20 at most</param>
    /// <param name="Answered">of them; of the others the console's part stands alone</param>
    /// <param name="Sum">effects that are numbers, added up over all that answered</param>
    public sealed record FromApplication(int Asked, int Answered, IReadOnlyList<ForetoldEffect> Sum, IReadOnlyList<Foretold> Subjects);

    /// <param name="State">done: it has said so; failed: it would refuse; expired: it did not say in time</param>
    public sealed record Foretold(string Id, TaskState State, string? Code, IReadOnlyList<string> Sentences, IReadOnlyList<ForetoldEffect> Effects);

    private static FromApplication Said(IReadOnlyList<Foretelling> all) =>
        new(
            all.Count,
            all.Count(one => one.State is not TaskState.Expired),
            Foretelling.Sum(all),
            [.. all.Select(one => new Foretold(one.SubjectId, one.State, one.Code, one.Report.Sentences ?? [], one.Report.Effects ?? []))]
        );

    private static Ceiling? Of(ReachedCeiling? over) =>
        over is null
            ? null
            : new(
                over.Role,
                over.Ceiling.Permission,
                (long)over.Ceiling.Per.TotalSeconds,
                over.Ceiling.Subjects,
                over.Ceiling.MinorUnits,
                over.Subjects,
                over.MinorUnits
            );

    public static PreviewView Of(Preview preview) =>
        new(
            preview.PreviewId,
            preview.Operation,
            preview.Version,
            preview.Input,
            preview.Asked,
            new(preview.AsksProof, preview.Asked is Asked.SecondPerson, Of(preview.OverCeiling)),
            preview.Total,
            preview.Accepted,
            preview.Weight,
            Convert.ToHexStringLower(preview.Hash),
            preview.MadeAt,
            preview.ExpiresAt,
            [
                .. preview.Subjects.Select(subject => new Subject(
                    subject.SubjectId,
                    subject.Revision,
                    subject.Code,
                    preview.Names.Text(subject.Says),
                    subject.Changes,
                    subject.Created
                )),
            ],
            preview.Foretold.Count == 0 ? null : Said(preview.Foretold),
            preview.Confirmation
        );
}
