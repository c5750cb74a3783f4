namespace OwnerConsole.Kernel.Applications;

/// <summary>Delivers one message immediately to the endpoint that executes a tenant's tasks, without retries.</summary>
/// <param name="messageId">Idempotency key of the message.</param>
/// <returns>False when the endpoint did not accept it. True when there is no such endpoint, because the application then polls for tasks.</returns>
public delegate Task<bool> TaskSender(string tenantId, string messageId, string body, CancellationToken stop);
