using System.Security.Cryptography;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Stores previews as rows: one for the preview and one per subject, in execution order.</summary>
internal static class PreviewRows
{
    /// <summary>A long list of names in <c>app.tenant</c> slows down every statement, so tenants are written in batches of this size.</summary>
    public const int BatchSize = 500;

    public static async Task Insert(Preview preview, Mode? mode, IReadOnlyList<PreviewSubject> subjects, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into core.previews (preview_id, operation, version, requested_by, input, hash, required_confirmation, subjects, accepted, people, minor_units, mode, created_at, expires_at)
            values (@PreviewId, @Operation, @Version, @RequestedBy, @input, @Hash, @RequiredConfirmation, @Total, @Accepted, @People, @MinorUnits, @mode, @CreatedAt, @ExpiresAt)
            """,
            new
            {
                preview.PreviewId,
                preview.Operation,
                preview.Version,
                preview.RequestedBy,
                input = preview.Input.GetRawText(),
                preview.Hash,
                preview.RequiredConfirmation,
                preview.Total,
                preview.Accepted,
                preview.People,
                preview.MinorUnits,
                mode,
                preview.CreatedAt,
                preview.ExpiresAt,
            }
        );
        foreach (var some in subjects.Chunk(BatchSize))
            await Insert(preview.PreviewId, some, work);
    }

    public static Task<Row?> Find(string previewId, string requestedBy, UnitOfWork work) =>
        work.One<Row>(
            """
            select preview_id, operation, version, requested_by, input, required_confirmation, subjects, accepted, people, minor_units, hash, created_at, expires_at
              from core.previews
             where preview_id = @previewId and requested_by = @requestedBy
            """,
            new { previewId, requestedBy }
        );

    /// <summary>Returns subjects in execution order.</summary>
    public static Task<IReadOnlyList<PreviewSubject>> Subjects(string previewId, int from, int most, UnitOfWork work) =>
        work.List<PreviewSubject>(
            """
            select subject_id, tenant_id, place, revision, code, sentence, effects, created
              from core.preview_subjects
             where preview_id = @previewId and place >= @from
             order by place
             limit @most
            """,
            new
            {
                previewId,
                from,
                most,
            }
        );

    public static byte[] Hash(
        string operation,
        int version,
        JsonElement input,
        IEnumerable<PreviewSubject> subjects,
        IReadOnlyList<TaskPreviewResult> foretold
    ) =>
        SHA256.HashData(
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    operation,
                    version,
                    input,
                    Subjects = subjects.Select(subject => new { subject.SubjectId, subject.Revision }),
                    foretold,
                },
                Json.Options
            )
        );

    private static async Task Insert(string previewId, PreviewSubject[] subjects, UnitOfWork work)
    {
        await work.SwitchTenants(subjects.Select(subject => subject.TenantId).Distinct(StringComparer.Ordinal));
        await work.Execute(
            """
            insert into core.preview_subjects (tenant_id, preview_id, subject_id, place, revision, code, sentence, effects, created)
            select s.tenant_id, @previewId, s.subject_id, s.place, s.revision, s.code, s.sentence, s.effects, s.created
              from unnest(@tenants, @subjects, @places, @revisions, @codes, @sentences, @effects, @created)
                   s(tenant_id, subject_id, place, revision, code, sentence, effects, created)
            """,
            new
            {
                previewId,
                tenants = Array.ConvertAll(subjects, subject => subject.TenantId),
                subjects = Array.ConvertAll(subjects, subject => subject.SubjectId),
                places = Array.ConvertAll(subjects, subject => subject.Place),
                revisions = Array.ConvertAll(subjects, subject => subject.Revision),
                codes = Array.ConvertAll(subjects, subject => subject.Code),
                sentences = Array.ConvertAll(subjects, subject => subject.Sentence),
                effects = Array.ConvertAll(subjects, subject => subject.Effects),
                created = Array.ConvertAll(subjects, subject => subject.Created),
            }
        );
    }

    internal sealed record Row(
        string PreviewId,
        string Operation,
        int Version,
        string RequestedBy,
        string Input,
        RequiredConfirmation RequiredConfirmation,
        int Subjects,
        int Accepted,
        long People,
        long MinorUnits,
        byte[] Hash,
        DateTimeOffset CreatedAt,
        DateTimeOffset ExpiresAt
    );
}
