using System.Text;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Sends a preview request to the endpoint that runs tasks. It bypasses the endpoint's queue because a user is waiting, and is not retried.</summary>
public sealed class PreviewCourier(Database database, EndpointSecrets secrets, Posting posting)
{
    /// <inheritdoc cref="TaskCourier"/>
    public async Task<bool> Take(string tenantId, string messageId, string body, CancellationToken stop)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        string signature;
        Listener? to;
        DateTimeOffset at;
        await using (var reading = await database.Read(stop))
        {
            to = (await Telling.Endpoints([tenantId], reading)).FirstOrDefault(one => EventFilter.Hears(one.Events, Tasks.Offered));
            if (to is null)
                return true;
            at = await reading.One<DateTimeOffset>("select now()");
            signature = await secrets.Sign(to.EndpointId, messageId, at, bytes, reading);
        }
        return (await posting.Send(to.Url, messageId, at, bytes, signature, stop)).IsTold;
    }
}
