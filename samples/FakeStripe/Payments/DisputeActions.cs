using FakeStripe.State;

namespace FakeStripe.Payments;

/// <summary>What card holders and banks do, for tests: Stripe's API has no endpoints for it.</summary>
public sealed class DisputeActions
{
    private readonly StripeAccount _account;

    internal DisputeActions(StripeAccount account) => _account = account;

    /// <param name="isInquiry">True for a question of the bank, which withdraws no money yet.</param>
    /// <returns>Id of the dispute.</returns>
    public string Open(string chargeId, string reason = "fraudulent", bool isInquiry = false) =>
        _account.Locked(() => _account.Disputes.Open(_account.Store.Get("charge", chargeId), reason, isInquiry).Text("id")!);

    /// <summary>A dispute that is won returns the money.</summary>
    public void Close(string disputeId, bool isWon) =>
        _account.Locked(() => _account.Disputes.Close(_account.Store.Get("dispute", disputeId), isWon ? "won" : "lost"));

    public void WithdrawFunds(string disputeId) => Move(disputeId, -1, "charge.dispute.funds_withdrawn");

    public void ReinstateFunds(string disputeId) => Move(disputeId, 1, "charge.dispute.funds_reinstated");

    private void Move(string disputeId, int sign, string eventType) =>
        _account.Locked(() =>
        {
            var dispute = _account.Store.Get("dispute", disputeId);
            _account.Disputes.Move(dispute, sign * dispute.Number("amount")!.Value, eventType);
        });
}
