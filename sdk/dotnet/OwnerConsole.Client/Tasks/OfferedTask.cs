using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>A task that the owner's team started and the application executes on its own data.</summary>
/// <remarks>The same task can arrive twice, for example after a crash, so handlers must be idempotent.</remarks>
public sealed class OfferedTask
{
    private readonly TaskMessage _message;
    private readonly Func<object, CancellationToken, Task> _progress;
    private readonly Func<string, Func<Stream>, CancellationToken, Task> _send;

    internal OfferedTask(
        TaskMessage message,
        IServiceProvider services,
        Func<object, CancellationToken, Task> progress,
        Func<string, Func<Stream>, CancellationToken, Task> send
    ) => (_message, Services, _progress, _send) = (message, services, progress, send);

    /// <summary><c>tsk_…</c>, the same for every delivery of the task.</summary>
    public string Id => _message.Id;

    /// <summary>Kind of task, such as <c>tenant.anonymise</c>.</summary>
    public string Kind => _message.Kind;

    /// <summary>True to reverse a previous task of this kind with the same input.</summary>
    public bool IsUndo => _message.Action == "undo";

    /// <summary>Subject of the task: the tenant, one of its members, or one of your records inside it.</summary>
    public EntityRef Subject => new(_message.Subject.Id, _message.Subject.ExternalId);

    public EntityRef Tenant => _message.Tenant;

    /// <summary>Input according to its schema, in snake_case.</summary>
    public JsonElement Input => _message.Input;

    /// <summary>ID of the run, <c>run_…</c>; for previews, of the preview, <c>prv_…</c>.</summary>
    public string Run => _message.Run;

    /// <summary>Deadline. Later results are still stored, but the run has failed by then.</summary>
    public DateTimeOffset Deadline => _message.Deadline;

    /// <summary>Services of a scope that ends with the handler.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Reports progress to the owner's team.</summary>
    /// <param name="done">Completed part of <paramref name="total"/>, in any unit.</param>
    /// <param name="note">One line of text for the owner's team.</param>
    public Task Progress(long done, long total, string? note = null, CancellationToken stop = default) =>
        _progress(
            new
            {
                done,
                total,
                note,
            },
            stop
        );

    /// <summary>Uploads a file, for <c>tenant.export</c> and <c>member.export</c>. Uploading the same name again replaces the file.</summary>
    /// <param name="name">1 to 100 letters, digits and <c>. _ -</c>.</param>
    /// <param name="open">Opens the content from its start; called once per attempt.</param>
    /// <exception cref="RefusedException">The console rejects the file.</exception>
    public Task Send(string name, Func<Stream> open, CancellationToken stop = default) => _send(name, open, stop);
}
