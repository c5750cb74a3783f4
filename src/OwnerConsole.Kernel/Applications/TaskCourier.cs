namespace OwnerConsole.Kernel.Applications;

/// <summary>Takes one message to the endpoint that carries out a tenant's tasks, once and at once.</summary>
/// <param name="messageId">what makes it one</param>
/// <returns>false when it did not take it; true also where no endpoint carries tasks, because then the application asks for them</returns>
public delegate Task<bool> TaskCourier(string tenantId, string messageId, string body, CancellationToken stop);
