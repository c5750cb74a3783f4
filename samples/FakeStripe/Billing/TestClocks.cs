using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Stripe's own test clocks, each for the customers created with it.</summary>
internal sealed class TestClocks(StripeAccount account)
{
    private const string Type = "test_helpers.test_clock";

    public void Map(Routes routes)
    {
        routes.Get("/v1/test_helpers/test_clocks", call => ListPage.Of(call, account.Store.All(Type)));
        routes.Get("/v1/test_helpers/test_clocks/{id}", call => account.Store.Get(Type, call.Id));
        routes.Post("/v1/test_helpers/test_clocks", Create);
        routes.Post("/v1/test_helpers/test_clocks/{id}/advance", Advance);
        routes.Delete("/v1/test_helpers/test_clocks/{id}", Delete);
    }

    private JsonObject Create(ApiCall call)
    {
        var made = account.Store.New(Type);
        made["frozen_time"] =
            call.Form.Number("frozen_time") ?? throw StripeError.Invalid("Missing required param: frozen_time.", "frozen_time", "parameter_missing");
        made["deletes_after"] = account.Now + (30 * Periods.Day);
        made["status_details"] = new JsonObject();
        made.TakeTexts(call.Form, "name");
        account.Store.Add(made);
        account.Events.Emit(Type + ".created", made);
        return made;
    }

    /// <summary>The answer says advancing, as Stripe's does, although the work is done.</summary>
    private JsonObject Advance(ApiCall call)
    {
        var clock = account.Store.Get(Type, call.Id);
        var until = call.Form.Number("frozen_time");
        if (until is null || until <= clock.Number("frozen_time"))
            throw StripeError.Invalid("frozen_time must be after the current time of the test clock.", "frozen_time");
        clock["status"] = "advancing";
        account.Events.Emit(Type + ".advancing", clock);
        account.TimeLine.Run(clock, until.Value);
        var answer = clock.Copy();
        clock["status"] = "ready";
        account.Events.Emit(Type + ".ready", clock);
        return answer;
    }

    private JsonObject Delete(ApiCall call)
    {
        var clock = account.Store.Get(Type, call.Id);
        foreach (var customer in account.Store.All("customer").Where(customer => customer.Text("test_clock") == call.Id))
            Store.Delete(customer);
        account.Events.Emit(Type + ".deleted", clock);
        return Store.Delete(clock);
    }
}
