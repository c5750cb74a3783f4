using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Reads what the form of an operation shows about its only subject: the current values, and a summary of the change.</summary>
public sealed class OperationForms(Database database, IdGenerator ids)
{
    /// <returns>Values that the form starts with, by control name. None for a subject that the caller can't see or change.</returns>
    public async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(Caller caller, Operation operation, string subjectId, CancellationToken stop) =>
        await Read(caller, operation, subjectId, work => operation.FindValues(subjectId, work), ids.New("prv"), stop) ?? [];

    /// <param name="fields">Fields of the operation, with the options that are available now.</param>
    /// <returns>The fields that the form shows. All for a subject that the caller can't see or change.</returns>
    public async Task<IReadOnlyList<InputField>> FindFields(
        Caller caller,
        Operation operation,
        string subjectId,
        IReadOnlyList<InputField> fields,
        CancellationToken stop
    ) => await Read(caller, operation, subjectId, work => operation.FindFields(subjectId, fields, work), ids.New("prv"), stop) ?? fields;

    /// <returns>Lines that compare now and then; empty if the preview refuses the subject.</returns>
    public async Task<IReadOnlyList<SummaryLine>> Summarise(Caller caller, Operation operation, Preview preview, CancellationToken stop) =>
        preview is { Total: 1, Accepted: 1, Subjects: [var subject] }
            ? await Read(caller, operation, subject.SubjectId, work => operation.Summarise(subject.SubjectId, preview.Input, work), preview.PreviewId, stop)
                ?? []
            : [];

    /// <returns>The subject's name, for a form that is not complete enough for a preview; null for a subject that the caller can't see or change.</returns>
    public Task<SentenceRenderer?> FindName(Caller caller, Operation operation, string subjectId, CancellationToken stop) =>
        Read(caller, operation, subjectId, work => SentenceRenderer.For([subjectId], work), ids.New("prv"), stop);

    /// <param name="previewId">Preview whose ids and time the operation uses; a new id if there is no preview yet.</param>
    private async Task<T?> Read<T>(
        Caller caller,
        Operation operation,
        string subjectId,
        Func<UnitOfWork, Task<T>> read,
        string previewId,
        CancellationToken stop
    )
        where T : class
    {
        string? tenantId;
        await using (var work = await database.Read(stop))
            tenantId = (await SubjectResolver.Find(caller, await Modes.Shown(caller, work), [subjectId], work)).SingleOrDefault()?.TenantId;
        if (tenantId is null || !caller.Can(operation.Definition))
            return null;
        await using var look = await database.ReadTenants([.. new[] { tenantId, IdGenerator.Platform }.Distinct(StringComparer.Ordinal)], stop);
        (look.IdFactory, look.Caller) = (PreviewIdFactory.Of(previewId), caller);
        return await read(look);
    }
}
