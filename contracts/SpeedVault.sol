// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// Deposits from which payers pay by signed, cumulative vouchers, one vault for everybody on a chain. Nobody owns it,
/// nothing of it can be changed, and no function takes TRX, nor TRC-10 tokens (this compiler knows nothing of them:
/// `npm run contracts:build` has its check for TRX look at both). Money leaves a payer's deposit in three ways only: by
/// a voucher the payer or its signer signed, into a lock the payer asked for, and back to the payer after a delay.
///
/// A voucher says how much a payer has promised a payee in all, on one lane (a device of the payer): it can be shown
/// again, late or out of order, and is never worth more than what has not been paid of it yet. The delay is the time a
/// payee has to cash what it holds once the payer asks for an exit or an unlock, or changes its signer. What is free is
/// shared by all payees of a payer, first come, first served: a payer can promise it twice. What is locked is not.
///
/// Of OpenZeppelin: SafeERC20, because a token may answer false or nothing; ECDSA, because a signature with a high s
/// must not count. Not its EIP712, whose chain id is the whole word: TRON's contracts see the last four bytes in one
/// version of the node and all of them in another. Not its ReentrancyGuard, which costs 10,000 energy a call here:
/// effects come before interactions, and what was paid in is counted.
contract SpeedVault {
    using SafeERC20 for IERC20;

    struct Account {
        /// In nobody's lock.
        uint128 free;
        /// Seconds since 1970 from which it may be withdrawn; 0: no exit was asked for.
        uint64 exitAt;
    }

    struct Lock {
        uint128 amount;
        /// Seconds since 1970 from which it may be taken back; 0: nobody asked to.
        uint64 unlockAt;
    }

    struct Signer {
        address current;
        /// The former one counts until then, exclusive.
        uint64 formerUntil;
    }

    /// A voucher made out to the payee of the batch it is in.
    struct Claim {
        address payer;
        uint64 lane;
        uint256 cumulative;
        bytes32 r;
        bytes32 s;
        uint8 v;
    }

    /// What a payee needs to know of a payer, as of one block.
    struct Standing {
        uint128 free;
        uint64 exitAt;
        uint128 locked;
        uint64 unlockAt;
        address signer;
        address formerSigner;
        uint64 formerUntil;
        /// Of each lane that was asked about.
        uint128[] paid;
    }

    /// keccak256("Voucher(address payer,address payee,uint64 lane,uint256 cumulative)")
    bytes32 private constant VOUCHER = keccak256("Voucher(address payer,address payee,uint64 lane,uint256 cumulative)");
    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    uint256 private constant LONGEST_DELAY = 365 days;

    IERC20 public immutable token;
    /// Seconds.
    uint64 public immutable delay;
    bytes32 public immutable domainSeparator;

    mapping(address payer => Account) public accounts;
    mapping(address payer => mapping(address payee => Lock)) public locks;
    /// All that was ever paid on a lane.
    mapping(address payer => mapping(address payee => mapping(uint64 lane => uint128))) public paid;
    mapping(address payer => Signer) private _signers;
    mapping(address payer => address) private _formerSigners;

    event Deposited(address indexed payer, address indexed from, uint256 amount);
    event SignerSet(address indexed payer, address indexed signer, address formerSigner, uint64 formerUntil);
    event Locked(address indexed payer, address indexed payee, uint256 amount);
    event UnlockRequested(address indexed payer, address indexed payee, uint64 unlockAt);
    event UnlockCancelled(address indexed payer, address indexed payee);
    event Unlocked(address indexed payer, address indexed payee, uint256 amount);
    event ExitRequested(address indexed payer, uint64 exitAt);
    event ExitCancelled(address indexed payer);
    event Withdrawn(address indexed payer, uint256 amount);
    /// `to` is the vault itself when the payee's free balance got it. `amount` includes `fromLock`.
    event Cashed(
        address indexed payer,
        address indexed payee,
        uint64 lane,
        uint256 amount,
        uint256 fromLock,
        address to
    );
    /// So much of a voucher could not be paid, and can be cashed later.
    event Bounced(address indexed payer, address indexed payee, uint64 lane, uint256 missing);
    /// A claim in a batch that is worth nothing: not signed as it must be, or paid already.
    event Skipped(address indexed payer, address indexed payee, uint64 lane, uint256 cumulative);

    error InvalidToken();
    error InvalidDelay();
    error InvalidAmount();
    error InvalidPayer();
    error InvalidPayee();
    error InvalidRecipient();
    error InvalidSignature();
    /// Not as much arrived as was to be paid in.
    error NotReceived();
    error NotEnoughFree(uint256 free);
    error NothingDue(uint256 paid);
    error NothingLocked();
    error AlreadyRequested(uint64 dueAt);
    error NotRequested();
    error NotDue(uint64 dueAt);
    error SameSigner();
    error FormerSignerStillValid(uint64 until);
    /// Only the payee says where else its money goes.
    error NotPayee();

    constructor(IERC20 token_, uint64 delay_) {
        if (address(token_).code.length == 0) revert InvalidToken();
        if (delay_ == 0 || delay_ > LONGEST_DELAY) revert InvalidDelay();
        token = token_;
        delay = delay_;
        domainSeparator = keccak256(
            abi.encode(
                DOMAIN,
                keccak256("SpeedVault"),
                keccak256("1"),
                block.chainid & 0xffffffff,
                address(this)
            )
        );
    }

    // Paying in

    /// Of tokens the vault is approved for. Ends an exit that was asked for.
    function deposit(uint128 amount) external {
        _deposit(msg.sender, amount);
    }

    /// For somebody else, whose exit goes on: otherwise a stranger could keep it from ever ending.
    function depositFor(address payer, uint128 amount) external {
        if (payer == address(0) || payer == address(this)) revert InvalidPayer();
        _deposit(payer, amount);
    }

    /// Who signs vouchers besides the payer; the zero address: nobody. The one before counts until the delay is over,
    /// or a payer could void all it has promised. For the same reason there is only one change while it does: each key
    /// that was the signer in the last `delay` seconds counts still.
    function setSigner(address signer) external {
        Signer memory present = _signers[msg.sender];
        if (signer == present.current) revert SameSigner();
        if (present.current != address(0)) {
            if (block.timestamp < present.formerUntil) revert FormerSignerStillValid(present.formerUntil);
            _formerSigners[msg.sender] = present.current;
            present.formerUntil = _afterDelay();
        }
        present.current = signer;
        _signers[msg.sender] = present;
        emit SignerSet(msg.sender, signer, _formerSigners[msg.sender], present.formerUntil);
    }

    // Locking

    /// For the vouchers of one payee and nothing else. Ends an unlock that was asked for.
    function lock(address payee, uint128 amount) external {
        if (amount == 0) revert InvalidAmount();
        if (payee == address(0) || payee == address(this) || payee == msg.sender) revert InvalidPayee();
        _takeFree(msg.sender, amount);
        Lock memory present = locks[msg.sender][payee];
        if (present.unlockAt != 0) emit UnlockCancelled(msg.sender, payee);
        locks[msg.sender][payee] = Lock({ amount: present.amount + amount, unlockAt: 0 });
        emit Locked(msg.sender, payee, amount);
    }

    function requestUnlock(address payee) external {
        Lock storage present = locks[msg.sender][payee];
        if (present.amount == 0) revert NothingLocked();
        if (present.unlockAt != 0) revert AlreadyRequested(present.unlockAt);
        uint64 unlockAt = _afterDelay();
        present.unlockAt = unlockAt;
        emit UnlockRequested(msg.sender, payee, unlockAt);
    }

    /// What the payee has not cashed becomes free again.
    function unlock(address payee) external {
        Lock memory present = locks[msg.sender][payee];
        _mustBeDue(present.unlockAt);
        delete locks[msg.sender][payee];
        accounts[msg.sender].free += present.amount;
        emit Unlocked(msg.sender, payee, present.amount);
    }

    // Going

    function requestExit() external {
        Account storage account = accounts[msg.sender];
        if (account.exitAt != 0) revert AlreadyRequested(account.exitAt);
        uint64 exitAt = _afterDelay();
        account.exitAt = exitAt;
        emit ExitRequested(msg.sender, exitAt);
    }

    function cancelExit() external {
        Account storage account = accounts[msg.sender];
        if (account.exitAt == 0) revert NotRequested();
        _cancelExit(account);
    }

    /// Once the exit is due, and ends it: what stays is a deposit like any other. Locks are left alone.
    function withdraw(uint128 amount) external {
        if (amount == 0) revert InvalidAmount();
        Account memory account = accounts[msg.sender];
        _mustBeDue(account.exitAt);
        if (account.free < amount) revert NotEnoughFree(account.free);
        account.free -= amount;
        account.exitAt = 0;
        accounts[msg.sender] = account;
        emit Withdrawn(msg.sender, amount);
        token.safeTransfer(msg.sender, amount);
    }

    // Cashing

    /// Pays what a voucher is still worth, as far as it is covered, from the payee's lock first. Anybody may send it
    /// when the money goes to the payee. Returns what was paid.
    function cash(
        address payer,
        address payee,
        uint64 lane,
        uint256 cumulative,
        bytes calldata signature,
        address to
    ) external returns (uint256 amount) {
        _mustMayGo(payee, to);
        if (payer == payee) revert InvalidPayee();
        (address key, , ) = ECDSA.tryRecoverCalldata(voucherDigest(payer, payee, lane, cumulative), signature);
        if (!isSigner(payer, key)) revert InvalidSignature();
        uint128 before = paid[payer][payee][lane];
        if (cumulative <= before) revert NothingDue(before);
        amount = _settle(payer, payee, lane, cumulative, to);
        if (amount > 0) token.safeTransfer(to, amount);
    }

    /// As `cash`, of many payers in one transfer. A claim that is worth nothing is skipped, so that no payer, and
    /// nobody who cashes one of them first, can stop the others.
    function cashMany(address payee, Claim[] calldata claims, address to) external returns (uint256 amount) {
        _mustMayGo(payee, to);
        amount = _settleAll(payee, claims, to);
        if (amount > 0) token.safeTransfer(to, amount);
    }

    /// As `cashMany`, to the sender's own free balance: earnings that are spent again never leave the vault. An exit
    /// the sender asked for goes on.
    function cashToVault(Claim[] calldata claims) external returns (uint256 amount) {
        amount = _settleAll(msg.sender, claims, address(this));
        if (amount > 0) accounts[msg.sender].free += _fitting(amount);
    }

    // Reading

    /// Whether vouchers of a payer count that were signed with a key, now.
    function isSigner(address payer, address key) public view returns (bool) {
        if (key == address(0)) return false;
        if (key == payer) return true;
        Signer memory present = _signers[payer];
        if (key == present.current) return true;
        return block.timestamp < present.formerUntil && key == _formerSigners[payer];
    }

    /// The zero address: none. The former one counts until `formerUntil`, exclusive.
    function signers(address payer) external view returns (address current, address former, uint64 formerUntil) {
        Signer memory present = _signers[payer];
        return (present.current, _formerSigners[payer], present.formerUntil);
    }

    function standing(
        address payer,
        address payee,
        uint64[] calldata lanes
    ) external view returns (Standing memory found) {
        Account memory account = accounts[payer];
        Lock memory locked = locks[payer][payee];
        Signer memory signer = _signers[payer];
        (found.free, found.exitAt) = (account.free, account.exitAt);
        (found.locked, found.unlockAt) = (locked.amount, locked.unlockAt);
        (found.signer, found.formerUntil) = (signer.current, signer.formerUntil);
        found.formerSigner = _formerSigners[payer];
        found.paid = new uint128[](lanes.length);
        for (uint256 at = 0; at < lanes.length; at++) found.paid[at] = paid[payer][payee][lanes[at]];
    }

    /// What is signed (EIP-712, with 20-byte addresses and a chain id of four bytes as in TIP-712).
    function voucherDigest(
        address payer,
        address payee,
        uint64 lane,
        uint256 cumulative
    ) public view returns (bytes32) {
        bytes32 voucher = keccak256(abi.encode(VOUCHER, payer, payee, lane, cumulative));
        return keccak256(abi.encodePacked(hex"1901", domainSeparator, voucher));
    }

    // Inside

    function _deposit(address payer, uint128 amount) private {
        if (amount == 0) revert InvalidAmount();
        Account storage account = accounts[payer];
        account.free += amount;
        if (payer == msg.sender && account.exitAt != 0) _cancelExit(account);
        emit Deposited(payer, msg.sender, amount);
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        if (token.balanceOf(address(this)) != before + amount) revert NotReceived();
    }

    /// Of the sender.
    function _cancelExit(Account storage account) private {
        account.exitAt = 0;
        emit ExitCancelled(msg.sender);
    }

    function _settleAll(address payee, Claim[] calldata claims, address to) private returns (uint256 amount) {
        for (uint256 at = 0; at < claims.length; at++) {
            Claim calldata claim = claims[at];
            if (_counts(payee, claim)) {
                amount += _settle(claim.payer, payee, claim.lane, claim.cumulative, to);
            } else {
                emit Skipped(claim.payer, payee, claim.lane, claim.cumulative);
            }
        }
    }

    function _counts(address payee, Claim calldata claim) private view returns (bool) {
        address payer = claim.payer;
        if (payer == payee || claim.cumulative <= paid[payer][payee][claim.lane]) return false;
        bytes32 digest = voucherDigest(payer, payee, claim.lane, claim.cumulative);
        (address key, , ) = ECDSA.tryRecover(digest, claim.v, claim.r, claim.s);
        return isSigner(payer, key);
    }

    /// Of a voucher that counts and of which something is due. A promise above 2^128 - 1 counts as that much.
    function _settle(
        address payer,
        address payee,
        uint64 lane,
        uint256 cumulative,
        address to
    ) private returns (uint128 amount) {
        uint128 before = paid[payer][payee][lane];
        uint128 due = (cumulative > type(uint128).max ? type(uint128).max : uint128(cumulative)) - before;
        uint128 fromLock = _takeLocked(payer, payee, due);
        amount = fromLock + _takeFreeUpTo(payer, due - fromLock);
        if (amount > 0) {
            paid[payer][payee][lane] = before + amount;
            emit Cashed(payer, payee, lane, amount, fromLock, to);
        }
        if (amount < due) emit Bounced(payer, payee, lane, due - amount);
    }

    /// A lock that is used up is gone, with the unlock that was asked for.
    function _takeLocked(address payer, address payee, uint128 most) private returns (uint128 taken) {
        Lock memory present = locks[payer][payee];
        if (present.amount == 0) return 0;
        if (present.amount <= most) {
            delete locks[payer][payee];
            return present.amount;
        }
        locks[payer][payee].amount = present.amount - most;
        return most;
    }

    function _takeFreeUpTo(address payer, uint128 most) private returns (uint128 taken) {
        uint128 free = accounts[payer].free;
        taken = most < free ? most : free;
        if (taken > 0) accounts[payer].free = free - taken;
    }

    function _takeFree(address payer, uint128 amount) private {
        uint128 free = accounts[payer].free;
        if (free < amount) revert NotEnoughFree(free);
        accounts[payer].free = free - amount;
    }

    function _mustMayGo(address payee, address to) private view {
        if (to == address(0) || to == address(this)) revert InvalidRecipient();
        if (to != payee && msg.sender != payee) revert NotPayee();
    }

    function _mustBeDue(uint64 dueAt) private view {
        if (dueAt == 0) revert NotRequested();
        if (block.timestamp < dueAt) revert NotDue(dueAt);
    }

    function _afterDelay() private view returns (uint64) {
        return uint64(block.timestamp) + delay;
    }

    function _fitting(uint256 amount) private pure returns (uint128) {
        if (amount > type(uint128).max) revert InvalidAmount();
        return uint128(amount);
    }
}
