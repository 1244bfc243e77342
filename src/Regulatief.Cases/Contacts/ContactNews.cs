using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;

namespace Regulatief.Cases.Contacts;

internal static class ContactNews
{
    /// <summary>Tells who asked for contact what came of it: whoever holds that place now.</summary>
    public static void TellAsker(this TaskFormScope scope, ContactRequest request)
    {
        if (scope.Case.HolderOf(request.AskedBy) is not { } asker) return;
        scope.Db.Notices.Add(new Notice
        {
            AccountId = asker.AccountId, Role = asker.Role, Kind = NoticeKind.ContactAnswered, CaseId = request.CaseId, SubjectId = request.Id, At = scope.Now,
        });
    }
}
