using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Subscription schedules: phases that start and change a subscription.</summary>
internal sealed class Schedules(StripeAccount account)
{
    private const string Type = "subscription_schedule";

    private readonly SubscriptionUpdate _update = new(account);
    private readonly SchedulePhases _phases = new(account);

    public void Map(Routes routes)
    {
        routes.Get("/v1/subscription_schedules", List);
        routes.Get("/v1/subscription_schedules/{id}", Of);
        routes.Post("/v1/subscription_schedules", Create);
        routes.Post("/v1/subscription_schedules/{id}", Update);
        routes.Post("/v1/subscription_schedules/{id}/cancel", Cancel);
        routes.Post("/v1/subscription_schedules/{id}/release", call => Release(Of(call)));
    }

    /// <returns>The next start or end of a phase of each schedule.</returns>
    public IEnumerable<(long? At, Action Run)> Due(string? clockId)
    {
        foreach (var schedule in account.Store.All(Type).Where(schedule => schedule.Text("test_clock") == clockId && !IsOrphan(schedule)))
            if (schedule.Text("status") == "not_started")
                yield return (schedule.Objects("phases")[0].Number("start_date"), () => Begin(schedule));
            else if (schedule.Text("status") == "active")
                yield return (schedule.Object("current_phase").Number("end_date"), () => Next(schedule));
    }

    public void SubscriptionEnded(JsonObject subscription)
    {
        if (account.Store.Find(subscription.Text("schedule")) is { } schedule && schedule.Text("status") == "active")
            End(schedule, "canceled", "canceled_at", "subscription_schedule.canceled");
    }

    /// <returns>True if the customer was deleted.</returns>
    private bool IsOrphan(JsonObject schedule) => account.Store.Find(schedule.Text("customer"))!.Flag("deleted");

    private JsonObject Create(ApiCall call)
    {
        var form = call.Form;
        var subscription = form.Text("from_subscription") is { } id ? account.Store.Get("subscription", id, "from_subscription") : null;
        if (subscription?.Text("schedule") is not null)
            throw StripeError.Invalid("You cannot migrate a subscription that is already attached to a schedule.", "from_subscription");
        var customer = account.Customers.Get(subscription?.Text("customer") ?? form.Text("customer"));
        var made = account.Store.New(Type);
        made["customer"] = customer.Text("id");
        made["test_clock"] = customer.Text("test_clock");
        made["end_behavior"] = form.Text("end_behavior") ?? "release";
        made.TakeMetadata(form);
        var start = form.Text("start_date") is null or "now" ? account.Now : form.Number("start_date")!.Value;
        made["phases"] = Json.Array(subscription is null ? _phases.Of(form.Objects("phases"), start) : [SchedulePhases.Current(subscription)]);
        made["status"] = "not_started";
        account.Store.Add(made);
        if (subscription is not null)
            Attach(made, subscription);
        account.Events.Emit("subscription_schedule.created", made);
        if (subscription is null && start <= account.Now)
            Begin(made);
        return made;
    }

    /// <summary>Creates the subscription of the first phase.</summary>
    private void Begin(JsonObject schedule)
    {
        var phase = schedule.Objects("phases")[0];
        var hasMethod = account.PaymentMethods.Default(account.Customers.Get(schedule.Text("customer"))) is not null;
        var subscription = account.Subscriptions.Create(
            new()
            {
                ["customer"] = schedule.Text("customer"),
                ["items"] = SchedulePhases.Items(phase),
                ["metadata"] = phase["metadata"]?.DeepClone(),
                ["payment_behavior"] = hasMethod ? "allow_incomplete" : "default_incomplete",
            }
        );
        Attach(schedule, subscription);
        account.Events.Emit("subscription_schedule.updated", schedule, new() { ["status"] = "not_started", ["subscription"] = null });
    }

    private void Attach(JsonObject schedule, JsonObject subscription)
    {
        schedule["status"] = "active";
        schedule["subscription"] = subscription.Text("id");
        account.Change(subscription, "customer.subscription.updated", () => subscription["schedule"] = schedule.Text("id"));
        Enter(schedule, schedule.Objects("phases")[0]);
    }

    private static void Enter(JsonObject schedule, JsonObject phase) =>
        schedule["current_phase"] = new JsonObject { ["start_date"] = phase.Number("start_date"), ["end_date"] = phase.Number("end_date") };

    private void Next(JsonObject schedule)
    {
        var end = schedule.Object("current_phase").Number("end_date");
        if (schedule.Objects("phases").FirstOrDefault(phase => phase.Number("start_date") == end) is { } next)
        {
            account.Change(schedule, "subscription_schedule.updated", () => Enter(schedule, next));
            ApplyTo(account.Store.Get("subscription", schedule.Text("subscription")), next);
        }
        else if (schedule.Text("end_behavior") == "cancel")
        {
            schedule["current_phase"] = null;
            End(schedule, "completed", "completed_at", "subscription_schedule.completed");
            account.Lifecycle.End(account.Store.Get("subscription", schedule.Text("subscription")), "cancellation_requested");
        }
        else
            Release(schedule);
    }

    /// <summary>Changes the subscription to the items of a phase.</summary>
    private void ApplyTo(JsonObject subscription, JsonObject phase)
    {
        var wanted = phase.Objects("items");
        var forms = new JsonArray();
        foreach (var item in subscription.Objects("items"))
            if (wanted.All(one => one.Text("price") != item.At("price.id")))
                forms.Add(new JsonObject { ["id"] = item.Text("id"), ["deleted"] = "true" });
        foreach (var item in wanted)
        {
            var kept = subscription.Objects("items").FirstOrDefault(one => one.At("price.id") == item.Text("price"));
            forms.Add(
                new JsonObject
                {
                    ["id"] = kept?.Text("id"),
                    ["price"] = item.Text("price"),
                    ["quantity"] = item.Text("quantity"),
                }
            );
        }
        _update.Apply(subscription, new() { ["items"] = forms, ["proration_behavior"] = phase.Text("proration_behavior") });
    }

    private JsonObject Update(ApiCall call)
    {
        var schedule = Of(call);
        RequireRunning(schedule);
        var behavior = call.Form.Text("proration_behavior");
        account.Change(
            schedule,
            "subscription_schedule.updated",
            () =>
            {
                schedule.TakeTexts(call.Form, "end_behavior");
                schedule.TakeMetadata(call.Form);
                if (call.Form.ContainsKey("phases"))
                    schedule["phases"] = Json.Array(_phases.Of(call.Form.Objects("phases"), schedule.Objects("phases")[0].Number("start_date")!.Value));
                if (Running(schedule) is { } phase && schedule.Text("status") == "active")
                    Enter(schedule, phase);
            }
        );
        if (call.Form.ContainsKey("phases") && Running(schedule) is { } current && schedule.Text("status") == "active")
        {
            var phase = current.Copy();
            phase["proration_behavior"] = behavior ?? current.Text("proration_behavior");
            ApplyTo(account.Store.Get("subscription", schedule.Text("subscription")), phase);
        }
        return schedule;
    }

    private JsonObject? Running(JsonObject schedule) =>
        schedule.Objects("phases").LastOrDefault(phase => phase.Number("start_date") <= account.Now && phase.Number("end_date") > account.Now);

    private JsonObject Release(JsonObject schedule)
    {
        RequireRunning(schedule);
        var subscription = account.Store.Find(schedule.Text("subscription"));
        schedule["released_subscription"] = schedule.Text("subscription");
        schedule["subscription"] = null;
        schedule["current_phase"] = null;
        End(schedule, "released", "released_at", "subscription_schedule.released");
        if (subscription is not null)
            account.Change(subscription, "customer.subscription.updated", () => subscription["schedule"] = null);
        return schedule;
    }

    private JsonObject Cancel(ApiCall call)
    {
        var schedule = Of(call);
        RequireRunning(schedule);
        End(schedule, "canceled", "canceled_at", "subscription_schedule.canceled");
        if (account.Store.Find(schedule.Text("subscription")) is { } subscription)
            account.Lifecycle.End(subscription, "cancellation_requested");
        return schedule;
    }

    private void End(JsonObject schedule, string status, string at, string eventType)
    {
        schedule["status"] = status;
        schedule[at] = account.Now;
        account.Events.Emit(eventType, schedule);
    }

    private static void RequireRunning(JsonObject schedule)
    {
        if (schedule.Text("status") is not ("active" or "not_started"))
            throw StripeError.Invalid($"The schedule is {schedule.Text("status")} and can't be changed.", "schedule");
    }

    private JsonObject Of(ApiCall call)
    {
        var schedule = account.Store.Get(Type, call.Id);
        account.UseClockOf(schedule);
        return schedule;
    }

    private JsonObject List(ApiCall call) =>
        ListPage.Of(call, account.Store.All(Type), schedule => !call.Form.Flag("scheduled") || schedule.Text("status") == "not_started", "customer");
}
