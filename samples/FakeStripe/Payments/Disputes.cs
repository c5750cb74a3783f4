using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Payments;

internal sealed class Disputes(StripeAccount account)
{
    private const long DaysToRespond = 7;

    public void Map(Routes routes)
    {
        routes.Get("/v1/disputes", call => ListPage.Of(call, account.Store.All("dispute"), "charge", "payment_intent"));
        routes.Get("/v1/disputes/{id}", call => account.Store.Get("dispute", call.Id));
        routes.Post("/v1/disputes/{id}", Update);
        routes.Post("/v1/disputes/{id}/close", call => Close(account.Store.Get("dispute", call.Id), "lost"));
    }

    /// <param name="isInquiry">True for a question of the bank, which withdraws no money yet.</param>
    public JsonObject Open(JsonObject charge, string reason, bool isInquiry)
    {
        var made = account.Store.New("dispute");
        foreach (var field in new[] { "amount", "currency", "payment_intent" })
            made[field] = charge[field]?.DeepClone();
        made["charge"] = charge.Text("id");
        made["reason"] = reason;
        made["status"] = isInquiry ? "warning_needs_response" : "needs_response";
        made["is_charge_refundable"] = isInquiry;
        made["evidence_details"]!["due_by"] = account.Now + (DaysToRespond * 86_400);
        made["payment_method_details"] = new JsonObject
        {
            ["card"] = new JsonObject
            {
                ["brand"] = charge.At("payment_method_details.card.brand"),
                ["case_type"] = isInquiry ? "inquiry" : "chargeback",
                ["network"] = charge.At("payment_method_details.card.network"),
                ["network_reason_code"] = "10.4",
            },
            ["type"] = "card",
        };
        account.Store.Add(made);
        charge["disputed"] = true;
        account.Events.Emit("charge.updated", charge, new() { ["disputed"] = false });
        account.Events.Emit("charge.dispute.created", made);
        if (!isInquiry)
            Move(made, -made.Number("amount")!.Value, "charge.dispute.funds_withdrawn");
        return made;
    }

    /// <param name="status">won, lost or warning_closed.</param>
    public JsonObject Close(JsonObject dispute, string status)
    {
        if (dispute.Text("status") is "won" or "lost" or "warning_closed")
            throw StripeError.Invalid("This dispute is already closed.", "dispute");
        account.Change(dispute, "charge.dispute.updated", () => dispute["status"] = status);
        if (status == "won" && dispute.Objects("balance_transactions").Sum(moved => moved.Number("amount")!.Value) < 0)
            Move(dispute, dispute.Number("amount")!.Value, "charge.dispute.funds_reinstated");
        account.Events.Emit("charge.dispute.closed", dispute);
        return dispute;
    }

    /// <summary>Takes or returns the disputed money, with the event of that name.</summary>
    public void Move(JsonObject dispute, long amount, string eventType)
    {
        var booked = account.Charges.Book(dispute, amount, "adjustment");
        dispute["balance_transactions"]!.AsArray().Add(booked.Copy());
        account.Events.Emit(eventType, dispute);
    }

    private JsonObject Update(ApiCall call)
    {
        var dispute = account.Store.Get("dispute", call.Id);
        return account.Change(
            dispute,
            "charge.dispute.updated",
            () =>
            {
                dispute.TakeMetadata(call.Form);
                var details = dispute["evidence_details"]!.AsObject();
                foreach (var (name, value) in call.Form.Object("evidence"))
                {
                    dispute["evidence"]![name] = value?.DeepClone();
                    details["has_evidence"] = true;
                }
                if (!call.Form.Flag("submit"))
                    return;
                details["submission_count"] = details.Number("submission_count") + 1;
                dispute["status"] = dispute.Text("status") == "warning_needs_response" ? "warning_under_review" : "under_review";
            }
        );
    }
}
