using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Sends a preview request to the endpoint that runs tasks. It bypasses the endpoint's queue because a user is waiting, and is not retried.</summary>
public sealed class PreviewRequestSender(Database database, EndpointSecrets secrets, WebhookClient posting)
{
    /// <inheritdoc cref="TaskSender"/>
    public async Task<bool> Send(string tenantId, string messageId, string body, CancellationToken stop)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        string signature;
        SubscribedEndpoint? to;
        DateTimeOffset at;
        await using (var reading = await database.Read(stop))
        {
            to = (await WebhookFanout.Endpoints([tenantId], reading)).FirstOrDefault(subscribedEndpoint =>
                EventFilter.Matches(subscribedEndpoint.Events, ApplicationTasks.OfferedEvent)
            );
            if (to is null)
                return true;
            at = await reading.One<DateTimeOffset>("select now()");
            signature = await secrets.Sign(to.EndpointId, messageId, at, bytes, reading);
        }
        return (await posting.Send(to.Url, messageId, at, bytes, signature, stop)).IsSuccess;
    }
}
