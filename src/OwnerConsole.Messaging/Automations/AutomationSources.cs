using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Event types that can start or end a sequence.</summary>
public sealed class AutomationEventSource(AutomationVariables variables) : IOptionSource
{
    public const string Key = "log_event";

    public string Name => Key;

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([.. variables.Events.Select(kind => new Option(kind.Name, kind.Name))]);
}

/// <summary>Topics that a message can belong to.</summary>
public sealed class AutomationTopicSource(IEnumerable<MessageTopic> topics) : IOptionSource
{
    public const string Key = "message_topic";

    public string Name => Key;

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([.. topics.Select(topic => new Option(topic.Key, topic.Title))]);
}
