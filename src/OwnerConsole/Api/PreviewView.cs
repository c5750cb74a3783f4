using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Api;

/// <summary>The preview of an operation in the API.</summary>
/// <param name="Operation">Name of the operation.</param>
/// <param name="Version">Version of the operation.</param>
/// <param name="Input">Input of the operation.</param>
/// <param name="RequiredConfirmation">Confirmation required to start the run.</param>
/// <param name="Asks">The required confirmation in detail: identity check, second approver and exceeded limit.</param>
/// <param name="Total">Number of subjects, including refused ones.</param>
/// <param name="Accepted">Number of subjects that the run would change.</param>
/// <param name="Weight">Impact on people and money, summed over all subjects.</param>
/// <param name="Hash">Hash of operation, version, input, revisions of all subjects and the app's predictions. An approval applies to exactly this hash.</param>
/// <param name="CreatedAt">When the preview was made.</param>
/// <param name="ExpiresAt">When the preview can no longer be run.</param>
/// <param name="Subjects">The first 500 subjects.</param>
/// <param name="Application">What the application forecasts; null if it doesn't preview this operation.</param>
/// <param name="Confirmation">Text to send with the run if its effects can't be restored: the subject's name, or the number of subjects. Null if none is required.</param>
public sealed record PreviewView(
    string Id,
    string Operation,
    int Version,
    JsonElement Input,
    RequiredConfirmation RequiredConfirmation,
    PreviewView.RequiredChecks Asks,
    int Total,
    int Accepted,
    Weight Weight,
    string Hash,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<PreviewView.Subject> Subjects,
    PreviewView.ApplicationForecast? Application,
    string? Confirmation
)
{
    /// <param name="Proof">True if the requester must confirm their identity in the console: the run can't be undone, or it changes access or where data goes. If it
    /// can't be undone, the approver must confirm theirs too.</param>
    /// <param name="SecondPerson">True if the run needs a reason and the approval of another team member.</param>
    /// <param name="Ceiling">Limit of the caller that the run exceeds; null if none.</param>
    public sealed record RequiredChecks(bool Proof, bool SecondPerson, Ceiling? Ceiling);

    /// <param name="Role">Key of the role with the limit; null if the API key itself has it.</param>
    /// <param name="Permission">Permission that the limit counts.</param>
    /// <param name="Per">Length of the counting window in seconds.</param>
    /// <param name="Subjects">Maximum number of subjects; null for no maximum.</param>
    /// <param name="MinorUnits">Maximum amount of money in minor units of the reporting currency; null for no maximum.</param>
    /// <param name="SubjectsWithThis">Subjects in the current window, including this run.</param>
    /// <param name="MinorUnitsWithThis">Money in the current window, including this run.</param>
    public sealed record Ceiling(
        string? Role,
        string Permission,
        long Per,
        long? Subjects,
        long? MinorUnits,
        long SubjectsWithThis,
        [property: Sensitive(FieldClass.Money)] long MinorUnitsWithThis
    );

    /// <param name="Revision">Revision of the subject that the preview saw; the run skips a subject that changed since.</param>
    /// <param name="Refusal">Code of the refusal; null if the subject would be changed.</param>
    /// <param name="Text">What would happen, as a sentence in English.</param>
    /// <param name="Effects">Fields that would change.</param>
    /// <param name="Created">ID of the record that would be created.</param>
    public sealed record Subject(string Id, long Revision, string? Refusal, string Text, IReadOnlyList<Effect> Effects, string? Created);

    /// <summary>Effects that the application predicts; null if it is not asked.</summary>
    /// <param name="Requested">Number of subjects that the application was asked about, at most 20.</param>
    /// <param name="Answered">Number of subjects it answered for. For the others, the preview shows only the console's part.</param>
    /// <param name="Sum">Numeric effects, totalled over all answers.</param>
    /// <param name="Subjects">Forecast for each subject it was asked about.</param>
    public sealed record ApplicationForecast(int Requested, int Answered, IReadOnlyList<PreviewedEffect> Sum, IReadOnlyList<SubjectForecast> Subjects);

    /// <param name="State">done: effects were returned; failed: the application would refuse; expired: no answer in time.</param>
    /// <param name="Code">Why the application would refuse; null if it wouldn't.</param>
    /// <param name="Sentences">What would happen, in the application's words.</param>
    /// <param name="Effects">Numbers and fields that would change in the application.</param>
    public sealed record SubjectForecast(string Id, TaskState State, string? Code, IReadOnlyList<string> Sentences, IReadOnlyList<PreviewedEffect> Effects);

    private static ApplicationForecast ToForecast(IReadOnlyList<TaskPreviewResult> all) =>
        new(
            all.Count,
            all.Count(taskPreviewResult => taskPreviewResult.State is not TaskState.Expired),
            TaskPreviewResult.Sum(all),
            [
                .. all.Select(taskPreviewResult => new SubjectForecast(
                    taskPreviewResult.SubjectId,
                    taskPreviewResult.State,
                    taskPreviewResult.Code,
                    taskPreviewResult.Report.Sentences ?? [],
                    taskPreviewResult.Report.Effects ?? []
                )),
            ]
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

    public static PreviewView Of(Preview preview, OperationDefinition definition, Caller caller) =>
        new(
            preview.PreviewId,
            preview.Operation,
            preview.Version,
            preview.Input,
            preview.RequiredConfirmation,
            new(preview.AsksProof(definition, caller), preview.RequiredConfirmation is RequiredConfirmation.SecondPerson, Of(preview.OverCeiling)),
            preview.Total,
            preview.Accepted,
            preview.Weight,
            Convert.ToHexStringLower(preview.Hash),
            preview.CreatedAt,
            preview.ExpiresAt,
            [
                .. preview.Subjects.Select(subject => new Subject(
                    subject.SubjectId,
                    subject.Revision,
                    subject.Code,
                    preview.Names.Text(subject.ParsedSentence),
                    subject.Changes,
                    subject.Created
                )),
            ],
            preview.Foretold.Count == 0 ? null : ToForecast(preview.Foretold),
            preview.Confirmation
        );
}
