using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Sends a payload that a user edited to an endpoint, signed like a delivery. It bypasses the endpoint's queue, is not stored, is not retried, and doesn't count for the
/// endpoint's health.</summary>
public sealed class TestRequestSender(Database database, IdGenerator ids, EndpointSecrets secrets, WebhookClient client, AccessLog accessLog)
{
    /// <param name="payload">JSON text.</param>
    /// <exception cref="Problem">400 or 413 when the payload can't be sent, 404 or 409 when the endpoint can't receive it.</exception>
    public async Task<TestRequestResult> Send(Caller caller, string endpointId, string payload, CancellationToken stop)
    {
        var body = TestRequest.ReadBytes(payload);
        var id = ids.New("tst");
        string url,
            signature;
        DateTimeOffset at;
        await using (var reading = await database.Read(stop))
        {
            if (await EmergencyStop.IsSetUnlocked(reading))
                throw EmergencyStop.Stopped();
            var endpoint =
                await reading.One<Receiver>(
                    $"""
                    select {Endpoints.Url} as url, e.closed_by is not null as is_removed, now() as at
                      from webhooks.endpoints e {Endpoints.Settings}
                     where e.tenant_id = 'tnt_platform' and e.endpoint_id = @endpointId and (@mode::text is null or e.mode = @mode)
                    """,
                    new { endpointId, mode = caller.Mode }
                ) ?? throw Problem.NotFound("endpoint");
            if (endpoint.IsRemoved)
                throw new Problem(409, "removed", "This endpoint has been removed. Undo the removal, or test another endpoint.");
            (url, at) = (endpoint.Url, endpoint.At);
            signature = await secrets.Sign(endpointId, id, at, body, reading);
        }
        await using (var work = await database.Write(WriteOrigin.Intake("webhook.test_request"), AccessLog.Tenants, stop))
        {
            var says = Sentence.Say($"{new EntityReference(caller.Id)} sent a test request to {new EntityReference(endpointId)}.");
            accessLog.Done(caller.Id, "test_request_sent", says, work);
            await work.Commit();
        }
        return await client.SendTest(url, id, at, body, signature, stop);
    }

    private sealed record Receiver(string Url, bool IsRemoved, DateTimeOffset At);
}
