using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace OwnerConsole.Client;

/// <summary>Handlers of the application for messages from the console.</summary>
public sealed class OwnerConsoleHandlers
{
    private readonly List<(string Type, Func<WebhookEvent, CancellationToken, Task> Handle)> _events = [];
    private readonly Dictionary<string, Func<OfferedTask, CancellationToken, Task<TaskResult>>> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<OfferedTask, CancellationToken, Task<TaskPreview>>> _previews = new(StringComparer.Ordinal);
    private readonly List<Action<RejectedEvent>> _rejected = [];
    private readonly IServiceCollection _services;

    internal OwnerConsoleHandlers(IServiceCollection services) => _services = services;

    internal IReadOnlyCollection<string> Kinds => _tasks.Keys;

    internal IReadOnlyList<Action<RejectedEvent>> Rejected => _rejected;

    /// <summary>Handles an event of the console. If the handler throws, the event is sent again later, so the handler must be idempotent.</summary>
    /// <param name="type">Event type, such as <c>tenant.suspended</c>, or <c>tenant.*</c> for a group.</param>
    /// <param name="handle">Must finish within 15 seconds. Services come from a separate scope.</param>
    public OwnerConsoleHandlers OnEvent(string type, Func<WebhookEvent, CancellationToken, Task> handle)
    {
        _events.Add((type, handle));
        return this;
    }

    /// <summary>Executes a kind of task in the background. The handler can throw <see cref="TaskRefusedException"/>; its token is cancelled when the owner's team stops the task or the application stops.</summary>
    /// <param name="kind">Kind of task, such as <c>tenant.anonymise</c>, or an operation that the application declares.</param>
    public OwnerConsoleHandlers OnTask(string kind, Func<OfferedTask, CancellationToken, Task<TaskResult>> carry)
    {
        if (_tasks.Count == 0)
            _services.AddHostedService(given => given.GetRequiredService<TaskRunner>());
        _tasks.Add(kind, carry);
        return this;
    }

    /// <inheritdoc cref="OnTask"/>
    /// <typeparam name="TInput">Record with the fields of the input.</typeparam>
    public OwnerConsoleHandlers OnTask<TInput>(string kind, Func<OfferedTask, TInput, CancellationToken, Task<TaskResult>> carry) =>
        OnTask(kind, (task, stop) => carry(task, Read<TInput>(task), stop));

    /// <summary>Previews a kind of task without changing anything. The user waits for the result, so it must take at most ten seconds. The handler can throw <see cref="TaskRefusedException"/> if the task would.</summary>
    /// <param name="kind">Kind of task that also has a handler.</param>
    public OwnerConsoleHandlers OnPreview(string kind, Func<OfferedTask, CancellationToken, Task<TaskPreview>> foretell)
    {
        _previews.Add(kind, foretell);
        return this;
    }

    /// <inheritdoc cref="OnPreview"/>
    /// <typeparam name="TInput">Record with the fields of the input.</typeparam>
    public OwnerConsoleHandlers OnPreview<TInput>(string kind, Func<OfferedTask, TInput, CancellationToken, Task<TaskPreview>> foretell) =>
        OnPreview(kind, (task, stop) => foretell(task, Read<TInput>(task), stop));

    /// <summary>Declares the application at each start.</summary>
    public OwnerConsoleHandlers Declare(ApplicationDeclaration declaration)
    {
        _services.AddSingleton(declaration);
        _services.AddHostedService<DeclarationPublisher>();
        return this;
    }

    /// <summary>Handles events that the console rejected. They are also logged.</summary>
    public OwnerConsoleHandlers OnRejected(Action<RejectedEvent> handle)
    {
        _rejected.Add(handle);
        return this;
    }

    internal Func<OfferedTask, CancellationToken, Task<TaskResult>>? FindTaskHandler(string kind) => _tasks.GetValueOrDefault(kind);

    internal Func<OfferedTask, CancellationToken, Task<TaskPreview>>? FindPreviewHandler(string kind) => _previews.GetValueOrDefault(kind);

    internal IEnumerable<Func<WebhookEvent, CancellationToken, Task>> FindEventHandlers(string type) =>
        _events
            .Where(one => one.Type == type || (one.Type.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(one.Type[..^1], StringComparison.Ordinal)))
            .Select(one => one.Handle);

    private static TInput Read<TInput>(OfferedTask task) =>
        task.Input.Deserialize<TInput>(ConsoleJson.Options) ?? throw new TaskRefusedException("no_input", "The task has no input.");
}
